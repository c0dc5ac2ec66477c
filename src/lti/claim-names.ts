// The long names of LTI 1.3: claims, scopes and media types.

const LTI = 'https://purl.imsglobal.org/spec/lti/claim'
const AGS = 'https://purl.imsglobal.org/spec/lti-ags'
const DL = 'https://purl.imsglobal.org/spec/lti-dl/claim'
const NRPS = 'https://purl.imsglobal.org/spec/lti-nrps'

export const CLAIM = {
  version: `${LTI}/version`,
  messageType: `${LTI}/message_type`,
  deploymentId: `${LTI}/deployment_id`,
  targetLinkUri: `${LTI}/target_link_uri`,
  roles: `${LTI}/roles`,
  context: `${LTI}/context`,
  resourceLink: `${LTI}/resource_link`,
  lis: `${LTI}/lis`,
  custom: `${LTI}/custom`,
  launchPresentation: `${LTI}/launch_presentation`,
  deepLinking: `${DL}/deep_linking_settings`,
  contentItems: `${DL}/content_items`,
  deepLinkData: `${DL}/data`,
  gradebook: `${AGS}/claim/endpoint`,
  roster: `${NRPS}/claim/namesroleservice`,
} as const

export const SCOPE = {
  score: `${AGS}/scope/score`,
  results: `${AGS}/scope/result.readonly`,
  lineItem: `${AGS}/scope/lineitem.readonly`,
  makeLineItem: `${AGS}/scope/lineitem`,
  roster: `${NRPS}/scope/contextmembership.readonly`,
} as const

export const MEDIA = {
  score: 'application/vnd.ims.lis.v1.score+json',
  results: 'application/vnd.ims.lis.v2.resultcontainer+json',
  lineItem: 'application/vnd.ims.lis.v2.lineitem+json',
  lineItems: 'application/vnd.ims.lis.v2.lineitemcontainer+json',
  roster: 'application/vnd.ims.lti-nrps.v2.membershipcontainer+json',
} as const
