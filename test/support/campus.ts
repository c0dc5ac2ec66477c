// An institution with people in every role, two courses, and placements and claims in every state that matters.

import type { App } from '../../src/app.ts'
import type { KeptTerm } from '../../src/domain/academic-calendar.ts'
import type { CourseRole, OfficeRole } from '../../src/domain/access.ts'
import type { Claim } from '../../src/domain/claim.ts'
import type { Assignment, Course } from '../../src/domain/course.ts'
import type { Institution } from '../../src/domain/institution.ts'
import type { Person } from '../../src/domain/person.ts'
import type { Placement } from '../../src/domain/placement.ts'
import type { Platform } from '../../src/domain/platform.ts'
import type { Session } from '../../src/domain/session.ts'
import { hashOf, newId, newSecret } from '../../src/random.ts'
import { openSession } from '../../src/services/arriving/sign-ins.ts'
import type { Context } from '../../src/services/context.ts'
import { inviteLms } from '../../src/services/office/registrations.ts'
import { institutionRules } from '../../src/services/rules/rules-in-force.ts'
import {
  aClaim,
  aCourse,
  aDeployment,
  aLink,
  aMembership,
  anAssignment,
  anInstitution,
  aPerson,
  aPlacement,
  aStatement,
  aTerm,
} from './builders.ts'
import type { FakePlatform } from './fake-platform.ts'

/** Everybody, as tests name them. "elsewhere" belongs to another course of the same institution. */
export const EVERYBODY = [
  'student',
  'other student',
  'instructor',
  'assistant',
  'observer',
  'rehearsal',
  'none',
  'instructor elsewhere',
  'student elsewhere',
  'registrar',
  'approver',
  'admin',
] as const
export type Who = (typeof EVERYBODY)[number]

export interface Signed {
  person: Person
  session: Session
  secret: string
}

/** Those of an office, who come in by a link. */
export function officeOf(who: Who): 'registrar' | 'approver' | 'admin' | null {
  return who === 'registrar' || who === 'approver' || who === 'admin' ? who : null
}

/** A course with one student's things in it. */
export interface Place {
  course: Course
  assignment: Assignment
  /** Not tied to a rule yet. */
  bare: Assignment
  /** Submitted, on `assignment`, holding `counted`. */
  claim: Claim
  counted: Placement
}

export interface Campus {
  institution: Institution
  ctx: Context
  platform: Platform
  people: Record<Who, Signed>
  here: Place
  elsewhere: Place
  /** The student's own: a draft, one that waits for its supervisor, a confirmed one that nothing holds. */
  draft: Placement
  waiting: Placement
  free: Placement
  /** The other student's draft. */
  othersDraft: Placement
  /** A term of the calendar, long ago, that no date follows. */
  term: KeptTerm
  /** The instructors' dialogues, each with nothing begun. */
  pick: string
  pickElsewhere: string
  /** A deployment that waits for the administrator. */
  deployment: string
  /** An open invitation for an LMS. */
  invitation: string
  /** The institution's credit rule. */
  rule: string
  /** A link to `waiting`, and one for the registrar's office. */
  confirmToken: string
  enterToken: string
}

/** Builds an institution in the app's database. */
export async function aCampus(app: App, lms: FakePlatform, slug: string): Promise<Campus> {
  const institution = anInstitution({ id: newId(), slug, name: `University of ${slug}` })
  await app.core.store.directory.institutions.add(institution)
  const ctx = app.core.contextFor({ kind: 'worker' }, institution)
  const platform = lms.registration({
    id: newId(),
    institutionId: institution.id,
    issuer: `https://lms.${slug}.example.edu`,
    clientId: `client-${slug}`,
  })
  await ctx.store.platforms.add(platform)
  const deployment = aDeployment({ ...own(ctx), platformId: platform.id, deploymentId: 'known' })
  const stranger = { ...deployment, id: newId(), deploymentId: 'new', state: 'waiting' as const }
  await ctx.store.deployments.add(deployment)
  await ctx.store.deployments.add(stranger)
  const people = await everybody(ctx, platform)
  for (const name of ['here', 'elsewhere']) {
    lms.json(`/items/${name}`, { label: 'Micro-internship', scoreMaximum: 100 })
  }
  const here = await aPlace(ctx, platform, people.student, 'here')
  const elsewhere = await aPlace(ctx, platform, people['student elsewhere'], 'elsewhere')
  await joinAll(ctx, people, here.course, elsewhere.course)
  const signed = await signAllIn(ctx, people, { here, elsewhere, platform })
  const things = await thingsOf(ctx, people)
  const pick = await aPick(ctx, people.instructor, here.course)
  const pickElsewhere = await aPick(ctx, people['instructor elsewhere'], elsewhere.course)
  const { invitation } = await inviteLms(ctx)
  const confirmToken = await aConfirmLink(ctx, things.waiting)
  const enterToken = await anEnterLink(ctx, 'registrar')
  const rule = (await institutionRules(ctx))[0]?.id ?? ''
  const term = aTerm({ ...own(ctx), code: 'S20', startsOn: '2020-01-13', endsOn: '2020-05-08' })
  await ctx.store.terms.add(term)
  return {
    ...{
      institution,
      ctx,
      platform,
      people: signed,
      here,
      elsewhere,
      ...things,
      pick,
      pickElsewhere,
    },
    ...{ deployment: stranger.deploymentId, rule, confirmToken, enterToken, term },
    invitation: invitation.id,
  }
}

const own = (ctx: Context) => ({ institutionId: ctx.institution.id })

async function everybody(ctx: Context, platform: Platform): Promise<Record<Who, Person>> {
  const people = EVERYBODY.map((who) => {
    const office = officeOf(who)
    const name = `${ctx.institution.slug} ${who}`
    return aPerson({
      ...own(ctx),
      name,
      givenName: ctx.institution.slug,
      familyName: who,
      mail: office ? null : `${who.replace(' ', '.')}@${ctx.institution.slug}.example.edu`,
      accounts: office ? [] : [{ platformId: platform.id, subject: `subject of ${name}` }],
      offices: office ? [office] : [],
    })
  })
  for (const person of people) await ctx.store.people.add(person)
  return Object.fromEntries(EVERYBODY.map((who, i) => [who, people[i]])) as Record<Who, Person>
}

async function aPlace(
  ctx: Context,
  platform: Platform,
  student: Person,
  name: string,
): Promise<Place> {
  const lineItemUrl = `${new URL(platform.jwksUrl).origin}/items/${name}`
  const course = aCourse({
    ...own(ctx),
    platformId: platform.id,
    title: `Course ${name}`,
    rosterUrl: null,
  })
  const assignment = anAssignment({ ...own(ctx), courseId: course.id, lineItemUrl })
  const bare = anAssignment({ ...own(ctx), courseId: course.id, rules: [], lineItemUrl: null })
  const counted = aPlacement({
    ...own(ctx),
    personId: student.id,
    state: 'confirmed',
    statement: aStatement({ title: `Work of the student ${name}` }),
  })
  const claim = aClaim({
    ...own(ctx),
    ...{ personId: student.id, courseId: course.id, assignmentId: assignment.id },
    ...{ platformId: platform.id, state: 'submitted', chosen: [counted.id] },
    reflection: `Reflection of the student ${name}`,
  })
  await ctx.store.courses.add(course)
  await ctx.store.assignments.add(assignment)
  await ctx.store.assignments.add(bare)
  await ctx.store.placements.add(counted)
  await ctx.store.claims.add(claim)
  return { course, assignment, bare, claim, counted }
}

const ROLE: Partial<Record<Who, CourseRole>> = {
  student: 'student',
  'other student': 'student',
  instructor: 'instructor',
  assistant: 'assistant',
  observer: 'observer',
  rehearsal: 'rehearsal',
  none: 'none',
}

/** Makes somebody a member of a course, or changes the role they have. */
export async function join(
  ctx: Context,
  person: Person,
  course: Course,
  launchRole: CourseRole,
): Promise<void> {
  const { id: personId } = person
  const member = { ...own(ctx), courseId: course.id, personId, launchRole, seenAt: ctx.now() }
  await ctx.store.memberships.save(aMembership(member))
}

async function joinAll(ctx: Context, people: Record<Who, Person>, here: Course, there: Course) {
  for (const who of EVERYBODY) {
    const role = ROLE[who]
    if (role) await join(ctx, people[who], here, role)
  }
  await join(ctx, people['instructor elsewhere'], there, 'instructor')
  await join(ctx, people['student elsewhere'], there, 'student')
}

async function signAllIn(
  ctx: Context,
  people: Record<Who, Person>,
  { here, elsewhere, platform }: { here: Place; elsewhere: Place; platform: Platform },
): Promise<Record<Who, Signed>> {
  const signed = await Promise.all(
    EVERYBODY.map((who) => {
      const office = officeOf(who)
      if (office) return signIntoOffice(ctx, people[who], office)
      const place = who.endsWith('elsewhere') ? elsewhere : here
      return signIn(ctx, people[who], place.course, { platform })
    }),
  )
  return Object.fromEntries(EVERYBODY.map((who, i) => [who, signed[i]])) as Record<Who, Signed>
}

/** Opens a session as a launch does. */
export async function signIn(
  ctx: Context,
  person: Person,
  course: Course,
  more: { platform?: Platform; assignment?: Assignment } = {},
): Promise<Signed> {
  const opened = await openSession(ctx, {
    kind: 'lms',
    personId: person.id,
    courseId: course.id,
    assignmentId: more.assignment?.id ?? null,
    platformId: more.platform?.id ?? course.platformId,
    launchedFrom: null,
    offices: [],
    via: 'launch',
    network: newId(),
    transaction: newId(),
  })
  return { person, ...opened }
}

/** Opens a session as a single-use link does. */
export async function signIntoOffice(
  ctx: Context,
  person: Person,
  office: OfficeRole,
): Promise<Signed> {
  const opened = await openSession(ctx, {
    kind: 'office',
    personId: person.id,
    courseId: null,
    assignmentId: null,
    platformId: null,
    launchedFrom: null,
    offices: [office],
    via: 'link',
    network: newId(),
    transaction: newId(),
  })
  return { person, ...opened }
}

async function thingsOf(ctx: Context, people: Record<Who, Person>) {
  const mine = { ...own(ctx), personId: people.student.id }
  const draft = aPlacement({ ...mine, statement: aStatement({ title: 'Draft of the student' }) })
  const waiting = aPlacement({ ...mine, state: 'submitted' })
  const free = aPlacement({ ...mine, state: 'confirmed' })
  const othersDraft = aPlacement({
    ...own(ctx),
    personId: people['other student'].id,
    statement: aStatement({ title: 'Draft of the other student' }),
  })
  for (const placement of [draft, waiting, free, othersDraft]) {
    await ctx.store.placements.add(placement)
  }
  return { draft, waiting, free, othersDraft }
}

/** Mints a link to a placement's open question, as its mail would carry it. */
export async function aConfirmLink(
  ctx: Context,
  placement: Placement,
  expiresAt: Date = new Date(ctx.now().getTime() + 86_400_000),
): Promise<string> {
  const token = `${ctx.institution.id}.${newSecret()}`
  await ctx.directory.links.add(
    aLink({
      ...own(ctx),
      hash: hashOf(token),
      placementId: placement.id,
      requestId: placement.request?.id ?? null,
      expiresAt,
    }),
  )
  return token
}

/** Mints an address of `person link`. */
export async function anEnterLink(
  ctx: Context,
  office: OfficeRole,
  expiresAt: Date = new Date(ctx.now().getTime() + 900_000),
): Promise<string> {
  const token = `${ctx.institution.id}.${newSecret()}`
  await ctx.directory.links.add(
    aLink({
      ...own(ctx),
      hash: hashOf(token),
      purpose: 'enter',
      ...{ placementId: null, requestId: null, mail: null, office, name: `New ${office}` },
      expiresAt,
    }),
  )
  return token
}

async function aPick(ctx: Context, person: Person, course: Course): Promise<string> {
  const id = newId()
  await ctx.store.picks.add({
    ...own(ctx),
    id,
    personId: person.id,
    courseId: course.id,
    platformId: course.platformId,
    deploymentId: 'known',
    request: {
      returnUrl: 'https://lms.example.edu/return',
      data: null,
      ...{ takesLinks: true, takesSeveral: false, takesColumn: true, inFrame: true },
    },
    assignmentId: null,
    createdAt: ctx.now(),
    expiresAt: new Date(ctx.now().getTime() + 86_400_000),
    answeredAt: null,
  })
  return id
}
