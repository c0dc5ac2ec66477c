// The long names of LTI: claims, scopes, roles, media types.

const CLAIM = 'https://purl.imsglobal.org/spec/lti/claim/'
const AGS = 'https://purl.imsglobal.org/spec/lti-ags/scope/'
const VOCABULARY = 'http://purl.imsglobal.org/vocab/lis/v2/'

export const DL = 'https://purl.imsglobal.org/spec/lti-dl/claim/'
export const AGS_CLAIM = 'https://purl.imsglobal.org/spec/lti-ags/claim/endpoint'
export const NRPS_CLAIM = 'https://purl.imsglobal.org/spec/lti-nrps/claim/namesroleservice'

export const SCOPES = {
  lineItem: `${AGS}lineitem`,
  readLineItem: `${AGS}lineitem.readonly`,
  readResult: `${AGS}result.readonly`,
  score: `${AGS}score`,
  roster: 'https://purl.imsglobal.org/spec/lti-nrps/scope/contextmembership.readonly',
}

export const TYPES = {
  lineItem: 'application/vnd.ims.lis.v2.lineitem+json',
  lineItems: 'application/vnd.ims.lis.v2.lineitemcontainer+json',
  score: 'application/vnd.ims.lis.v1.score+json',
  results: 'application/vnd.ims.lis.v2.resultcontainer+json',
  members: 'application/vnd.ims.lti-nrps.v2.membershipcontainer+json',
  json: 'application/json',
}

/** What kind of assignment Canvas makes of a line item (canvas.md 3.4). */
export const SUBMISSION_TYPE = 'https://canvas.instructure.com/lti/submission_type'

/** The scopes any of which opens a service. */
export const OPENS = {
  lineItems: [SCOPES.lineItem, SCOPES.readLineItem],
  lineItem: [SCOPES.lineItem, SCOPES.readLineItem],
  score: [SCOPES.score],
  results: [SCOPES.readResult],
  members: [SCOPES.roster],
  makeLineItem: [SCOPES.lineItem],
  updateLineItem: [SCOPES.lineItem],
  deleteLineItem: [SCOPES.lineItem],
}

/** A claim's full name. */
export const claim = (name: string): string => `${CLAIM}${name}`

/** A course role's full name. */
export const membership = (name: string): string => `${VOCABULARY}membership${name}`

/** The full name of an institution role. */
export const institutionRole = (name: string): string => `${VOCABULARY}institution/person#${name}`

/** The role of an LMS's pretend student. */
export const TEST_USER = 'http://purl.imsglobal.org/vocab/lti/system/person#TestUser'
