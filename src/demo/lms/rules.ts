// Parts in which platforms differ: what can be switched, how they give tokens, how they take registrations.

import type { Answer, Installed, Site } from './model.ts'

/** A platform's quirks that a test may switch. */
export interface Settings {
  /** Canvas: the deployment is called `lti_deployment_id` in login initiations, not `deployment_id`. */
  ltiDeploymentId: boolean
  /** Canvas: whether the window-message storage is offered. */
  storage: boolean
  /** Names are shared with the tool; with mail they are Canvas's four levels of privacy. */
  shareNames: boolean
  shareMail: boolean
  /** Moodle: whether the tool may give grades at all. */
  takesGrades: boolean
  /** Canvas: launches are those of visitors of a public course, whom nobody knows. */
  visitors: boolean
  /** Canvas: sign-on and keys are on a host of their own, as where it is hosted. */
  hosted: boolean
  /** Members on one page of the roster; null for all. */
  pageSize: number | null
  /** The course has ended, and for whom it has not. */
  concluded: boolean
  stillActive: string[]
  /** Canvas: the late policy takes a tenth of the points off for every day after the due date. */
  latePolicy: boolean
  /** Canvas: the grading period is closed. */
  closedPeriod: boolean
  /** A score is stored, and the answer to it lost: a fault comes in its place. */
  losesAnswers: boolean
  /** Canvas: calls are counted, and too many at once refused. */
  throttles: boolean
  /** Scopes that the administrator granted to the tool that the platform comes with. */
  scopes: string[]
  /** Its custom values. */
  custom: Record<string, string>
  presetState: Installed['state']
}

export interface TokenRules {
  algorithms: string[]
  /** Whether the tool's key set is kept until a signature fails. */
  keepsKeys: boolean
  /** What is wrong with the assertion's header, before anybody is looked up, or null. */
  judgeHead?: (site: Site, assertion: string) => Answer | null
  /** A tool that waits to be switched on gets tokens too. */
  pendingToo: boolean
  /** What is wrong with the assertion's claims, or null. */
  judge: (site: Site, claims: Record<string, unknown>) => string | null
  /** A token for these scopes, or null when none can be given. */
  grant: (site: Site, asked: string[], granted: string[]) => Promise<Grant | null>
  refuse: (why: string) => Answer
  /** For a signature by a key that the tool does not publish; else like every other refusal. */
  refuseKey?: () => Answer
  refuseScope: () => Answer
  keysUnreadable: () => Answer
}

export interface Grant {
  text: string
  scopes: string[]
  answer: Answer
}

/** What a registration token stands for. */
export interface RegistrationPass {
  /** The tool that registers itself once more. */
  again: Installed | null
  /** The client id that will come of it. */
  clientId: string
  endsAt: Date
  used: boolean
}

/** How a platform takes registrations. */
export interface RegistrationRules {
  configuration: string
  register: string
  /** The configuration wants the token too. */
  protects: boolean
  /** The answer names the deployment; otherwise there is one when the administrator has confirmed. */
  deploymentAtOnce: boolean
  /** What it says of itself, under the platform's own name. */
  platform: Record<string, unknown>
  judge: (
    site: Site,
    pass: RegistrationPass | null,
    body: Record<string, unknown> | null,
  ) => Answer | null
  answer: (site: Site, tool: Installed, body: Record<string, unknown>) => object
}
