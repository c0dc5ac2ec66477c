// A small university for stories: a course with an assignment, a student, an instructor, and hands that tests move.

import type { Membership } from '../../src/domain/access.ts'
import type { Claim } from '../../src/domain/claim.ts'
import type { AnswerKind } from '../../src/domain/confirmation.ts'
import type { Assignment, Course } from '../../src/domain/course.ts'
import type { Person } from '../../src/domain/person.ts'
import type { Placement, Statement } from '../../src/domain/placement.ts'
import type { Platform } from '../../src/domain/platform.ts'
import { hoursThatCount } from '../../src/domain/reckoning.ts'
import { newId, newSecret } from '../../src/random.ts'
import { findLink } from '../../src/services/arriving/sign-ins.ts'
import { submitClaim } from '../../src/services/claims/claims.ts'
import { answer } from '../../src/services/claims/confirmations.ts'
import { askSupervisor, saveDraft } from '../../src/services/claims/placements.ts'
import { decide, reviewPage } from '../../src/services/claims/reviews.ts'
import type { Context, EmployerContext, PersonContext } from '../../src/services/context.ts'
import { deliverScore } from '../../src/services/lms/scores.ts'
import { deliverMail } from '../../src/services/messages/messages.ts'
import type { Store } from '../../src/store/index.ts'
import * as build from '../support/builders.ts'
import { silent } from '../support/mongo.ts'
import type { RuleWish } from '../support/rules.ts'
import { HandClock, HandLms, HandMail, MINUTE } from './hands.ts'

export type Scene = Awaited<ReturnType<typeof aScene>>

interface Wish {
  platform?: Partial<Platform>
  rule?: RuleWish
  assignment?: Partial<Assignment>
}

/** A new institution in the store, with everybody in it. */
export async function aScene(store: Store, wish: Wish = {}) {
  const institution = build.anInstitution({ id: newId(), slug: `s${newId()}` })
  const of = { institutionId: institution.id }
  await store.directory.institutions.add(institution)
  const own = store.within(institution.id)
  const hands = { lms: new HandLms(), mail: new HandMail(), clock: new HandClock() }
  const ctx: Context = {
    directory: store.directory,
    lms: hands.lms,
    mail: hands.mail,
    now: hands.clock.now,
    newId,
    newSecret,
    baseUrl: 'https://stint.example.edu',
    log: silent,
    actor: { kind: 'worker' },
    institution,
    store: own,
  }
  const platform = build.aPlatform({ ...of, ...wish.platform })
  await own.platforms.add(platform)
  const course = build.aCourse({ ...of, platformId: platform.id })
  await own.courses.add(course)
  const courseId = course.id
  const rules = [build.aRule(wish.rule)]
  const assignment = build.anAssignment({ ...of, courseId, rules, ...wish.assignment })
  await own.assignments.add(assignment)
  const base = { ctx, store: own, institution, platform, course, assignment, ...hands }
  const student = await joined(base, 'student', { name: 'Ada Morgan' })
  const instructor = await joined(base, 'instructor', { name: 'Lin Okafor' })
  return { ...base, student, instructor }
}

type Base = Pick<Scene, 'ctx' | 'store' | 'institution' | 'platform'> & { course: Course }

/** Somebody more in the course. */
export async function joined(
  scene: Base,
  role: Membership['launchRole'],
  facts: Partial<Person> = {},
): Promise<PersonContext> {
  const institutionId = scene.institution.id
  const id = newId()
  const account = { platformId: scene.platform.id, subject: `subject-${id}` }
  const person = build.aPerson({ id, institutionId, accounts: [account], ...facts })
  await scene.store.people.add(person)
  const subject = account.subject
  const membership = { institutionId, courseId: scene.course.id, personId: id, subject }
  const rosterRole = scene.platform.kind === 'moodle' ? role : null
  await scene.store.memberships.save(
    build.aMembership({ ...membership, launchRole: role, rosterRole }),
  )
  return personContext(scene.ctx, person)
}

/** The same hands, with this person acting; signed in from the LMS that knew them first, or a given one. */
export function personContext(
  ctx: Context,
  person: Person,
  platformId = person.accounts[0]?.platformId ?? null,
): PersonContext {
  const own = { institutionId: ctx.institution.id, personId: person.id, platformId }
  return { ...ctx, actor: { kind: 'person', person, session: build.aSession(own) } }
}

/** Another assignment of the course. */
export async function anotherAssignment(scene: Scene): Promise<Assignment> {
  const institutionId = scene.institution.id
  const assignment = build.anAssignment({ institutionId, courseId: scene.course.id })
  await scene.store.assignments.add(assignment)
  return assignment
}

/** A draft of the student's; the supervisor's address is one of its own. */
export function drafted(
  scene: Scene,
  over: Partial<Statement> = {},
  who = scene.student,
): Promise<Placement> {
  const supervisorMail = `g${newId()}@harbour.example`
  const statement = build.aStatement({ supervisorMail, ...over })
  return saveDraft(who, { id: null, version: null, statement })
}

/** A placement whose supervisor was asked, by a mail that has gone out. */
export async function asked(
  scene: Scene,
  over: Partial<Statement> = {},
  who = scene.student,
): Promise<Placement> {
  const placement = await askSupervisor(who, (await drafted(scene, over, who)).id)
  await mailAll(scene)
  return scene.store.placements.get(placement.id)
}

/** A placement whose supervisor is asked by a mail that has yet to go out. */
export async function askedLater(scene: Scene): Promise<Placement> {
  return askSupervisor(scene.student, (await drafted(scene)).id)
}

/** Sends all mails that are due. */
export async function mailAll(scene: Pick<Scene, 'ctx' | 'store' | 'clock'>): Promise<void> {
  for (;;) {
    const now = scene.clock.now()
    const until = new Date(now.getTime() + MINUTE)
    const owed = await scene.store.debts.lease(now, newId(), until, ['mail'])
    if (!owed) return
    await deliverMail(scene.ctx, owed)
  }
}

/** Tries the score that is due, once; false when none is. */
export async function scoreOnce(scene: Pick<Scene, 'ctx' | 'store' | 'clock'>): Promise<boolean> {
  const now = scene.clock.now()
  const until = new Date(now.getTime() + MINUTE)
  const owed = await scene.store.debts.lease(now, newId(), until, ['score'])
  if (owed) await deliverScore(scene.ctx, owed)
  return owed !== null
}

/** The employer behind a link, by the token of the newest question or a given one. */
export async function employer(
  scene: Scene,
  token = scene.mail.lastToken(),
): Promise<EmployerContext> {
  const link = await findLink(scene.ctx, token, 'confirm')
  if (!link) throw new Error('no such link')
  return { ...scene.ctx, actor: { kind: 'employer', link } }
}

/** An employer's answer from elsewhere; fewer hours come with a reason. */
export function answering(
  kind: AnswerKind = 'confirm',
  over: Partial<Parameters<typeof answer>[1]> = {},
) {
  const why = kind === 'fewer' || kind === 'giveBack' ? 'The last day was a holiday.' : null
  const rest = { hours: null, rightPerson: null, signedIn: null, network: 'elsewhere' }
  return { kind, why, ...rest, ...over }
}

/** A confirmed placement of 20 hours. */
export async function confirmed(
  scene: Scene,
  over: Partial<Statement> = {},
  who = scene.student,
): Promise<Placement> {
  await asked(scene, over, who)
  return answer(await employer(scene), answering())
}

/** A claim of the student's that waits for the instructor. */
export function submittedWith(scene: Scene, chosen: string[], who = scene.student): Promise<Claim> {
  return submitClaim(who, draftOf(scene, chosen))
}

/** What the claim's form sends. */
export function draftOf(scene: Scene, chosen: string[], assignmentId = scene.assignment.id) {
  // The work of the builders ended long before these tests run.
  const lateReasons = Object.fromEntries(chosen.map((id) => [id, 'I had no access before.']))
  const reflection = 'I learnt to ask.'
  return { courseId: scene.course.id, assignmentId, chosen, reflection, lateReasons }
}

/** Somebody of the course opens it again from the LMS. */
export async function comesBack(scene: Scene, { actor }: PersonContext): Promise<void> {
  const known = await scene.store.memberships.find(scene.course.id, actor.person.id)
  if (known) await scene.store.memberships.save({ ...known, seenAt: scene.clock.now() })
}

/** What the instructor's form sends after they have opened the course and looked at the page now. */
export async function looked(scene: Scene, claimId: string, who = scene.instructor) {
  await comesBack(scene, who)
  const page = await reviewPage(who, scene.course.id, claimId)
  return { version: page.version, seenHours: hoursThatCount(page.credit) }
}

/** The instructor looks and approves. */
export async function approved(scene: Scene, claimId: string): Promise<Claim> {
  const seen = await looked(scene, claimId)
  return decide(scene.instructor, scene.course.id, claimId, {
    step: 'approve',
    note: null,
    ...seen,
  })
}
