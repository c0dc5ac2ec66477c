// Every address of ours, in one place.

export const paths = {
  home: () => '/',
  signOut: () => '/sign-out',
  reviews: () => '/reviews',
  course: (course: string) => `/courses/${course}`,
  assignment: (course: string, assignment: string) =>
    `/courses/${course}/assignments/${assignment}`,
  rule: (course: string, assignment: string) => `/courses/${course}/assignments/${assignment}/rule`,
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
  people: (course: string) => `/courses/${course}/people`,
  resend: (course: string, claim: string) => `/courses/${course}/claims/${claim}/send-again`,
  newPlacement: () => '/placements/new',
  /** The id of the one to be made stands in the form's address, so that sending it twice makes one. */
  placements: (fresh: string) => `/placements?fresh=${fresh}`,
  placement: (id: string) => `/placements/${id}`,
  askAgain: (id: string) => `/placements/${id}/ask-again`,
  reopen: (id: string) => `/placements/${id}/reopen`,
  withdraw: (id: string) => `/placements/${id}/withdraw`,
  reports: () => '/reports',
  admin: () => '/admin',
  deployment: () => '/admin/deployments',
  confirm: (token: string) => `/confirm/${token}`,
  confirmAgain: (token: string) => `/confirm/${token}/again`,
  enter: (token: string) => `/enter/${token}`,
  ltiLogin: (institution: string) => `/lti/${institution}/login`,
}

/** An address with the notice to show on it; the key must be one of `notice.*`. */
export function withNotice(path: string, notice: string): string {
  return `${path}${path.includes('?') ? '&' : '?'}done=${notice}`
}
