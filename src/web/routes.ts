// The table: every address, and who may enter. Course roles are checked by the stories themselves.

import type { RequestHandler } from 'express'
import { doorstep, enter } from './door/enter.ts'
import { canvasJson, colour, install, wayIn } from './door/install.ts'
import { jwks, launch, login } from './door/launch.ts'
import { register } from './door/register.ts'
import { securityReview } from './door/security-review.ts'
import { again, answer, look } from './employer/confirm.ts'
import { assignment, course } from './first-page.ts'
import { home, signOut } from './home.ts'
import { completions, description } from './machine/api.ts'
import { live, ready } from './machine/ops.ts'
import { adminPage, deployment } from './office/admin.ts'
import { auditLog } from './office/audit.ts'
import { calendar, dropTerm, keepTerm, newTerm, term } from './office/calendar.ts'
import { keepImport, previewImport, termImport } from './office/calendar-import.ts'
import { courseDoctor, doctor } from './office/doctor.ts'
import { facts, keepFactsFile, previewFactsFile } from './office/facts.ts'
import { createRule, newRule, rulePage, rulesPage } from './office/institution-rules.ts'
import { cancelInvite, invite } from './office/invitations.ts'
import {
  addByHand,
  editPlatform,
  newPlatform,
  platform,
  platformRoles,
  platformState,
  platformUpdate,
  savePlatform,
} from './office/platforms.ts'
import { askRemove, askWipe, remove, wipe } from './office/removals.ts'
import { reportPage } from './office/reports.ts'
import { editRule, keepRule } from './office/rule-editor.ts'
import { saveSettings, settings } from './office/settings.ts'
import { column, copyRule } from './staff/columns.ts'
import { reviews } from './staff/courses.ts'
import { courseTerm, dates, moreTime, vouchFor } from './staff/dates.ts'
import { heldMails, openHeldMail } from './staff/held-mail.ts'
import { makeNew, newAssignmentPage } from './staff/made-assignments.ts'
import { people, readPeople } from './staff/people.ts'
import { addPick, begin, pick } from './staff/picks.ts'
import { check, claim, decide, employers, resend } from './staff/reviews.ts'
import { rule, setRule } from './staff/rules.ts'
import { fate, resendCourse, scores } from './staff/scores.ts'
import { takeClaimsOver } from './staff/takeovers.ts'
import {
  askAgain,
  newPlacement,
  placement,
  reopen,
  savePlacement,
  withdraw,
} from './student/placements.ts'
import { claimForm, dropClaim, saveClaim, takeBack } from './student/student.ts'
import { deadlinesFile } from './student/student-dates.ts'

/** `member` is anybody in the course; `staff` teaches or assists; `concerned` is staff and the claim's own student; rules are read by three offices and written by two, the log by two; `lms` is anyone who launched. */
export type Who =
  | 'anyone'
  | 'link'
  | 'token'
  | 'signed-in'
  | 'lms'
  | 'student'
  | 'member'
  | 'staff'
  | 'concerned'
  | 'instructor'
  | 'registrar'
  | 'rule-reader'
  | 'rule-writer'
  | 'admin'
  | 'log-reader'

export interface Route {
  method: 'get' | 'post'
  at: string
  for: Who
  /** Before sign-in: how often per minute one network may come. */
  knocks?: number
  /** The form may carry a file; it is read only once it is known who sends it. */
  upload?: true
  /** A first page: what the person is and has in the session's course is read together with the session. */
  begins?: true
  handle: RequestHandler
}

const COURSE = '/courses/:course'
const ASSIGNMENT = `${COURSE}/assignments/:assignment`
const CLAIM = `${COURSE}/claims/:claim`
const PICK = '/picks/:pick'
const PLACEMENT = '/placements/:placement'
const TERM = '/calendar/:term'
const LTI = '/lti/:institution'
const PLATFORM = '/admin/platforms/:platform'

const launches = 1200
const strangers = 60

export const routes: Route[] = [
  { method: 'get', at: '/', for: 'signed-in', begins: true, handle: home },
  { method: 'post', at: '/sign-out', for: 'signed-in', handle: signOut },

  { method: 'get', at: `${LTI}/login`, for: 'anyone', knocks: launches, handle: login },
  { method: 'post', at: `${LTI}/login`, for: 'anyone', knocks: launches, handle: login },
  { method: 'post', at: `${LTI}/launch`, for: 'anyone', knocks: launches, handle: launch },
  { method: 'get', at: `${LTI}/jwks.json`, for: 'anyone', knocks: launches, handle: jwks },
  { method: 'get', at: `${LTI}/register`, for: 'anyone', knocks: strangers, handle: register },
  { method: 'get', at: `${LTI}/install`, for: 'anyone', knocks: strangers, handle: install },
  { method: 'get', at: `${LTI}/open`, for: 'anyone', knocks: strangers, handle: wayIn },
  { method: 'get', at: `${LTI}/canvas.json`, for: 'anyone', knocks: strangers, handle: canvasJson },
  { method: 'get', at: `${LTI}/colour.css`, for: 'anyone', knocks: launches, handle: colour },

  { method: 'get', at: COURSE, for: 'member', begins: true, handle: course },
  { method: 'get', at: `${COURSE}/doctor`, for: 'staff', handle: courseDoctor },
  { method: 'get', at: `${COURSE}/new`, for: 'instructor', handle: newAssignmentPage },
  { method: 'post', at: `${COURSE}/new`, for: 'instructor', handle: makeNew },
  { method: 'get', at: `${COURSE}/people`, for: 'staff', handle: people },
  { method: 'post', at: `${COURSE}/people/read`, for: 'staff', handle: readPeople },
  { method: 'post', at: `${COURSE}/take-over`, for: 'instructor', handle: takeClaimsOver },
  { method: 'post', at: `${COURSE}/scores/again`, for: 'instructor', handle: resendCourse },
  { method: 'get', at: `${COURSE}/mail`, for: 'staff', handle: heldMails },
  { method: 'post', at: `${COURSE}/mail/open`, for: 'staff', handle: openHeldMail },
  { method: 'get', at: ASSIGNMENT, for: 'member', begins: true, handle: assignment },
  { method: 'get', at: `${ASSIGNMENT}/rule`, for: 'instructor', handle: rule },
  { method: 'post', at: `${ASSIGNMENT}/rule`, for: 'instructor', handle: setRule },
  { method: 'post', at: `${COURSE}/term`, for: 'instructor', handle: courseTerm },
  { method: 'get', at: `${ASSIGNMENT}/dates`, for: 'staff', handle: dates },
  { method: 'post', at: `${ASSIGNMENT}/dates/time`, for: 'instructor', handle: moreTime },
  { method: 'post', at: `${ASSIGNMENT}/dates/vouch`, for: 'instructor', handle: vouchFor },
  { method: 'get', at: `${ASSIGNMENT}/deadlines.ics`, for: 'student', handle: deadlinesFile },
  { method: 'post', at: `${ASSIGNMENT}/rule/copy`, for: 'instructor', handle: copyRule },
  { method: 'post', at: `${ASSIGNMENT}/column`, for: 'instructor', handle: column },
  { method: 'post', at: `${ASSIGNMENT}/fate`, for: 'instructor', handle: fate },
  { method: 'get', at: `${ASSIGNMENT}/scores`, for: 'staff', handle: scores },
  { method: 'get', at: `${ASSIGNMENT}/claim`, for: 'student', handle: claimForm },
  { method: 'post', at: `${ASSIGNMENT}/claim`, for: 'student', handle: saveClaim },
  { method: 'post', at: `${ASSIGNMENT}/claim/take-back`, for: 'student', handle: takeBack },
  { method: 'post', at: `${ASSIGNMENT}/claim/drop`, for: 'student', handle: dropClaim },

  { method: 'get', at: '/placements/new', for: 'lms', handle: newPlacement },
  { method: 'post', at: '/placements', for: 'lms', handle: savePlacement },
  { method: 'get', at: PLACEMENT, for: 'lms', handle: placement },
  { method: 'post', at: PLACEMENT, for: 'lms', handle: savePlacement },
  { method: 'post', at: `${PLACEMENT}/ask-again`, for: 'lms', handle: askAgain },
  { method: 'post', at: `${PLACEMENT}/reopen`, for: 'lms', handle: reopen },
  { method: 'post', at: `${PLACEMENT}/withdraw`, for: 'lms', handle: withdraw },

  { method: 'get', at: PICK, for: 'lms', handle: pick },
  { method: 'post', at: PICK, for: 'lms', handle: begin },
  { method: 'post', at: `${PICK}/add`, for: 'lms', handle: addPick },

  { method: 'get', at: '/reviews', for: 'lms', handle: reviews },
  { method: 'get', at: CLAIM, for: 'concerned', handle: claim },
  { method: 'post', at: `${CLAIM}/check`, for: 'staff', handle: check },
  { method: 'post', at: `${CLAIM}/employers`, for: 'instructor', handle: employers },
  { method: 'post', at: `${CLAIM}/decide`, for: 'instructor', handle: decide },
  { method: 'post', at: `${CLAIM}/send-again`, for: 'instructor', handle: resend },

  { method: 'get', at: '/confirm/:token', for: 'link', knocks: strangers, handle: look },
  { method: 'post', at: '/confirm/:token', for: 'link', knocks: strangers, handle: answer },
  { method: 'post', at: '/confirm/:token/again', for: 'link', knocks: strangers, handle: again },
  { method: 'get', at: '/enter/:token', for: 'link', knocks: strangers, handle: doorstep },
  { method: 'post', at: '/enter/:token', for: 'link', knocks: strangers, handle: enter },

  { method: 'get', at: '/reports', for: 'registrar', handle: reportPage },
  { method: 'get', at: '/calendar', for: 'registrar', handle: calendar },
  { method: 'get', at: '/calendar/new', for: 'registrar', handle: newTerm },
  { method: 'post', at: '/calendar/new', for: 'registrar', handle: keepTerm },
  { method: 'get', at: '/calendar/import', for: 'registrar', handle: termImport },
  { method: 'post', at: '/calendar/import', for: 'registrar', upload: true, handle: previewImport },
  {
    method: 'post',
    at: '/calendar/import/keep',
    for: 'registrar',
    upload: true,
    handle: keepImport,
  },
  { method: 'get', at: TERM, for: 'registrar', handle: term },
  { method: 'post', at: TERM, for: 'registrar', handle: keepTerm },
  { method: 'post', at: `${TERM}/remove`, for: 'registrar', handle: dropTerm },
  { method: 'get', at: '/students', for: 'registrar', handle: facts },
  {
    method: 'post',
    at: '/students/preview',
    for: 'registrar',
    upload: true,
    handle: previewFactsFile,
  },
  { method: 'post', at: '/students/keep', for: 'registrar', upload: true, handle: keepFactsFile },
  { method: 'get', at: '/rules', for: 'rule-reader', handle: rulesPage },
  { method: 'get', at: '/rules/new', for: 'rule-writer', handle: newRule },
  { method: 'post', at: '/rules/new', for: 'rule-writer', handle: createRule },
  { method: 'get', at: '/rules/:rule', for: 'rule-reader', handle: rulePage },
  { method: 'get', at: '/rules/:rule/edit', for: 'rule-writer', handle: editRule },
  { method: 'post', at: '/rules/:rule/edit', for: 'rule-writer', handle: keepRule },

  { method: 'get', at: '/audit', for: 'log-reader', handle: auditLog },

  { method: 'get', at: '/admin', for: 'admin', handle: adminPage },
  { method: 'get', at: '/admin/doctor', for: 'admin', handle: doctor },
  { method: 'post', at: '/admin/deployments', for: 'admin', handle: deployment },
  { method: 'get', at: '/admin/platforms/new', for: 'admin', handle: newPlatform },
  { method: 'post', at: '/admin/platforms', for: 'admin', handle: addByHand },
  { method: 'get', at: PLATFORM, for: 'admin', handle: platform },
  { method: 'post', at: `${PLATFORM}/state`, for: 'admin', handle: platformState },
  { method: 'post', at: `${PLATFORM}/roles`, for: 'admin', handle: platformRoles },
  { method: 'post', at: `${PLATFORM}/update`, for: 'admin', handle: platformUpdate },
  { method: 'get', at: `${PLATFORM}/edit`, for: 'admin', handle: editPlatform },
  { method: 'post', at: `${PLATFORM}/edit`, for: 'admin', handle: savePlatform },
  { method: 'get', at: `${PLATFORM}/remove`, for: 'admin', handle: askRemove },
  { method: 'post', at: `${PLATFORM}/remove`, for: 'admin', handle: remove },
  { method: 'get', at: `${PLATFORM}/wipe`, for: 'admin', handle: askWipe },
  { method: 'post', at: `${PLATFORM}/wipe`, for: 'admin', handle: wipe },
  { method: 'post', at: '/admin/invitations', for: 'admin', handle: invite },
  {
    method: 'post',
    at: '/admin/invitations/:invitation/cancel',
    for: 'admin',
    handle: cancelInvite,
  },
  { method: 'get', at: '/admin/settings', for: 'admin', handle: settings },
  { method: 'post', at: '/admin/settings', for: 'admin', handle: saveSettings },
  { method: 'get', at: '/admin/security', for: 'admin', handle: securityReview },

  { method: 'get', at: '/api/v1/completions', for: 'token', knocks: 240, handle: completions },
  { method: 'get', at: '/api/v1/openapi.json', for: 'anyone', knocks: 240, handle: description },
  { method: 'get', at: '/health/live', for: 'anyone', handle: live },
  { method: 'get', at: '/health/ready', for: 'anyone', handle: ready },
]
