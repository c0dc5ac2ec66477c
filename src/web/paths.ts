// Every address of ours, in one place.

export const paths = {
  home: () => '/',
  signOut: () => '/sign-out',
  reviews: () => '/reviews',
  course: (course: string) => `/courses/${course}`,
  assignment: (course: string, assignment: string) =>
    `/courses/${course}/assignments/${assignment}`,
  rule: (course: string, assignment: string) => `/courses/${course}/assignments/${assignment}/rule`,
  newAssignment: (course: string) => `/courses/${course}/new`,
  /** The rule first; its form goes on to the column. */
  ruleThenColumn: (course: string, assignment: string) =>
    `/courses/${course}/assignments/${assignment}/rule?make=yes`,
  copyRule: (course: string, assignment: string) =>
    `/courses/${course}/assignments/${assignment}/rule/copy`,
  column: (course: string, assignment: string) =>
    `/courses/${course}/assignments/${assignment}/column`,
  /** What becomes of the claims of an assignment that the LMS has deleted. */
  fate: (course: string, assignment: string) => `/courses/${course}/assignments/${assignment}/fate`,
  scores: (course: string, assignment: string) =>
    `/courses/${course}/assignments/${assignment}/scores`,
  claimForm: (course: string, assignment: string) =>
    `/courses/${course}/assignments/${assignment}/claim`,
  takeBack: (course: string, assignment: string) =>
    `/courses/${course}/assignments/${assignment}/claim/take-back`,
  dropClaim: (course: string, assignment: string) =>
    `/courses/${course}/assignments/${assignment}/claim/drop`,
  claim: (course: string, claim: string) => `/courses/${course}/claims/${claim}`,
  decide: (course: string, claim: string) => `/courses/${course}/claims/${claim}/decide`,
  check: (course: string, claim: string) => `/courses/${course}/claims/${claim}/check`,
  employers: (course: string, claim: string) => `/courses/${course}/claims/${claim}/employers`,
  readRoster: (course: string) => `/courses/${course}/people/read`,
  courseDoctor: (course: string) => `/courses/${course}/doctor`,
  people: (course: string) => `/courses/${course}/people`,
  heldMail: (course: string) => `/courses/${course}/mail`,
  openHeld: (course: string) => `/courses/${course}/mail/open`,
  resend: (course: string, claim: string) => `/courses/${course}/claims/${claim}/send-again`,
  takeOver: (course: string) => `/courses/${course}/take-over`,
  resendCourse: (course: string) => `/courses/${course}/scores/again`,
  pick: (pick: string) => `/picks/${pick}`,
  addPick: (pick: string) => `/picks/${pick}/add`,
  newPlacement: () => '/placements/new',
  /** The id of the one to be made stands in the form's address, so that sending it twice makes one. */
  placements: (fresh: string) => `/placements?fresh=${fresh}`,
  placement: (id: string) => `/placements/${id}`,
  askAgain: (id: string) => `/placements/${id}/ask-again`,
  reopen: (id: string) => `/placements/${id}/reopen`,
  withdraw: (id: string) => `/placements/${id}/withdraw`,
  reports: () => '/reports',
  dates: (course: string, assignment: string) =>
    `/courses/${course}/assignments/${assignment}/dates`,
  moreTime: (course: string, assignment: string) =>
    `/courses/${course}/assignments/${assignment}/dates/time`,
  vouch: (course: string, assignment: string) =>
    `/courses/${course}/assignments/${assignment}/dates/vouch`,
  deadlinesFile: (course: string, assignment: string) =>
    `/courses/${course}/assignments/${assignment}/deadlines.ics`,
  courseTerm: (course: string) => `/courses/${course}/term`,
  rules: () => '/rules',
  newRule: () => '/rules/new',
  institutionRule: (rule: string) => `/rules/${rule}`,
  editRule: (rule: string) => `/rules/${rule}/edit`,
  calendar: () => '/calendar',
  newTerm: () => '/calendar/new',
  term: (id: string) => `/calendar/${id}`,
  removeTerm: (id: string) => `/calendar/${id}/remove`,
  termImport: () => '/calendar/import',
  keepTermImport: () => '/calendar/import/keep',
  facts: () => '/students',
  factsPreview: () => '/students/preview',
  factsKeep: () => '/students/keep',
  audit: () => '/audit',
  doctor: () => '/admin/doctor',
  admin: () => '/admin',
  deployment: () => '/admin/deployments',
  newPlatform: () => '/admin/platforms/new',
  addPlatform: () => '/admin/platforms',
  platform: (id: string) => `/admin/platforms/${id}`,
  platformRoles: (id: string) => `/admin/platforms/${id}/roles`,
  platformState: (id: string) => `/admin/platforms/${id}/state`,
  settleUpdate: (id: string) => `/admin/platforms/${id}/update`,
  editPlatform: (id: string) => `/admin/platforms/${id}/edit`,
  removePlatform: (id: string) => `/admin/platforms/${id}/remove`,
  wipePlatform: (id: string) => `/admin/platforms/${id}/wipe`,
  invite: () => '/admin/invitations',
  cancelInvite: (id: string) => `/admin/invitations/${id}/cancel`,
  settings: () => '/admin/settings',
  security: () => '/admin/security',
  install: (institution: string) => `/lti/${institution}/install`,
  canvasJson: (institution: string) => `/lti/${institution}/canvas.json`,
  colour: (institution: string) => `/lti/${institution}/colour.css`,
  confirm: (token: string) => `/confirm/${token}`,
  confirmAgain: (token: string) => `/confirm/${token}/again`,
  enter: (token: string) => `/enter/${token}`,
  ltiLogin: (institution: string) => `/lti/${institution}/login`,
}

/** An address with the notice to show on it; the key must be one of `notice.*`. */
export function withNotice(path: string, notice: string): string {
  return `${path}${path.includes('?') ? '&' : '?'}done=${notice}`
}

/** The stylesheet with an institution's colour, named by its value so that a new one is seen at once; null without one. */
export function colourSheet({
  slug,
  colour,
}: {
  slug: string
  colour: string | null
}): string | null {
  return colour === null ? null : `${paths.colour(slug)}?c=${colour.slice(1)}`
}
