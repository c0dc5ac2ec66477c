// How the database finds what the store asks for: by an index of the institution, never by reading everything.

import { beforeAll, describe, expect, it } from 'vitest'
import type { HistoryLine } from '../../src/domain/history.ts'
import { newId } from '../../src/random.ts'
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
  aPlatform,
  aRule,
  aScoreDebt,
  aSession,
  aToken,
  INSTITUTION,
  NOW,
} from '../support/builders.ts'
import { testDatabase } from '../support/mongo.ts'

const db = testDatabase()
const store = () => db.store.within(INSTITUTION)

interface Profiled {
  ns: string
  planSummary?: string
  docsExamined?: number
}

/** What the database did for some work, by its own profiler. */
async function profiled(work: () => Promise<unknown>): Promise<Profiled[]> {
  await db.raw.command({ profile: 0 })
  await db.raw
    .collection('system.profile')
    .drop()
    .catch(() => {})
  await db.raw.command({ profile: 2 })
  await work()
  await db.raw.command({ profile: 0 })
  const all = await db.raw.collection<Profiled>('system.profile').find().toArray()
  return all.filter((op) => op.planSummary && !op.ns.endsWith('system.profile'))
}

const BY_ID = /^(IDHACK|EXPRESS|IXSCAN \{ _id: 1 \}|CLUSTERED)/
const BY_INSTITUTION = /^(IXSCAN|COUNT_SCAN|DISTINCT_SCAN) \{ institutionId: 1/

const person = aPerson()
const platform = aPlatform()
const course = aCourse({ platformId: platform.id })
const assignment = anAssignment({ courseId: course.id })
const placement = aPlacement({ personId: person.id, state: 'confirmed' })
const claim = aClaim({
  personId: person.id,
  courseId: course.id,
  assignmentId: assignment.id,
  state: 'submitted',
  chosen: [placement.id],
})
const line: HistoryLine = { at: NOW, personId: null, name: null, what: 'x', why: null, facts: {} }

beforeAll(async () => {
  await store().people.add(person)
  await store().platforms.add(platform)
  await store().courses.add(course)
  await store().assignments.add(assignment)
  await store().placements.add(placement)
  await store().claims.add(claim)
  for (let i = 0; i < 300; i += 1) {
    const paid = { score: aScoreDebt({ state: 'done', dueAt: null }) }
    await store().claims.add(aClaim({ state: i % 2 ? 'final' : 'submitted', debts: paid }))
    await db.store
      .within('large')
      .claims.add(aClaim({ institutionId: 'large', debts: { score: aScoreDebt() } }))
  }
})

describe('an institution’s data', () => {
  it('is found by indexes that begin with the institution, or by id, in every call of the store', async () => {
    const s = store()
    const ops = await profiled(async () => {
      await s.people.get(person.id)
      await s.people.getMany([person.id])
      await s.people.byAccount('platform', 's')
      await s.people.bySisId('1')
      await s.people.byOfficeName('Sam', 'admin')
      await s.people.anyWithOffice('admin')
      await s.people.hasMail('a@b.example')
      await s.people.hasMailDomain('b.example')
      await s.people.save(person)
      await s.platforms.list()
      await s.platforms.find(platform.issuer, platform.clientId)
      await s.platforms.find(platform.issuer, null)
      await s.platforms.note(platform.id, { lastLaunchAt: NOW })
      await s.platforms.learnOrigin(platform.id, 'https://a.example')
      await s.deployments.add(aDeployment())
      await s.deployments.list()
      await s.deployments.find(platform.id, '1')
      await s.courses.byContext(platform.id, course.contextId)
      await s.courses.getMany([course.id])
      await s.assignments.byLink(course.id, 'link')
      await s.assignments.ofCourse(course.id)
      await s.assignments.addRule(assignment.id, aRule({ version: 2 }))
      await s.assignments.underRule('rule')
      await s.rules.list()
      await s.rules.getMany(['rule'])
      await s.claims.newest([assignment.id], ['submitted'], 3)
      await s.placements.countable([placement.id])
      await s.memberships.save(aMembership())
      await s.memberships.find(course.id, person.id)
      await s.memberships.ofCourse(course.id)
      await s.memberships.ofPerson(person.id)
      await s.placements.ofPerson(person.id)
      await s.placements.askedSince(person.id, NOW)
      await s.placements.answeredFor('a@b.example', 'x')
      await s.placements.save(placement)
      await s.claims.find(person.id, assignment.id)
      await s.claims.bump(claim.id, line)
      await s.claims.save({ ...claim, version: 1 })
      await s.claims.holding([placement.id])
      await s.claims.holdingOf([person.id, 'somebody else'])
      await s.claims.ofPerson(person.id)
      await s.claims.ofAssignment(assignment.id)
      await s.claims.ofCourses([course.id], ['submitted'])
      await s.claims.withoutGrade(course.id)
      await s.claims.leftSince(platform.id, ['subject'], NOW)
      await s.claims.noteSeen(claim, { at: NOW, given: 50, maximum: 100 })
      await s.rosters.entryOf(course.id, 'subject')
      for await (const approved of s.claims.approved('~')) await s.claims.get(approved.id)
      await s.debts.lease(NOW, 'l', NOW, ['score', 'mail'])
      await s.debts.counts()
      await s.links.endFor(placement.id, NOW)
      await s.tokens.list()
      await s.audit.list(10)
      await s.audit.list(10, { what: ['audit.reportRead'], personId: person.id })
      await s.audit.list(10, { what: ['a', 'b'], before: { at: NOW, id: 'x' } })
      await db.store.keys.list(INSTITUTION)
      await db.store.directory.sessions.usedNetwork(INSTITUTION, person.id, 'n')
    })
    expect(ops.length).toBeGreaterThan(40)
    const others = ops.filter(
      ({ planSummary = '' }) => !BY_ID.test(planSummary) && !BY_INSTITUTION.test(planSummary),
    )
    expect(others.map((op) => [op.ns, op.planSummary])).toEqual([])
    // Beside hundreds of others, nothing reads more than it was asked for.
    const wide = ops.filter((op) => (op.docsExamined ?? 0) > 3)
    expect(wide.map((op) => [op.ns, op.planSummary, op.docsExamined])).toEqual([])
  })

  it('due work costs as little beside many paid debts, and beside a large neighbour', async () => {
    const due = aClaim({ state: 'approved', debts: { score: aScoreDebt() } })
    await store().claims.add(due)
    const ops = await profiled(async () => {
      const owed = await store().debts.lease(NOW, newId(), NOW, ['score'])
      expect(owed?.id).toBe(due.id)
    })
    expect(ops.map((op) => op.planSummary)).toContain('IXSCAN { institutionId: 1, nextDueAt: 1 }')
    for (const op of ops) expect(op.docsExamined ?? 0).toBeLessThanOrEqual(2)
  })

  it('the queue of a course reads its own claims only', async () => {
    const ops = await profiled(() => store().claims.ofCourses([course.id], ['submitted']))
    expect(ops.map((op) => op.docsExamined)).toEqual([1])
  })
})

describe('look-ups before the institution is known', () => {
  it('are made by a key of their own', async () => {
    const { directory } = db.store
    await directory.institutions.add(anInstitution())
    const [session, link, token] = [aSession(), aLink(), aToken()]
    await directory.sessions.add(session)
    await directory.links.add(link)
    await store().tokens.add(token)
    const ops = await profiled(async () => {
      await directory.institutions.bySlug('north')
      await directory.institutions.get(INSTITUTION)
      await directory.sessions.find(session.id)
      await directory.sessions.touch(session.id, NOW)
      await directory.sessions.end(session.id, NOW)
      await directory.links.find(link.hash)
      await directory.links.spend(link.hash, NOW)
      await directory.tokens.find(token.hash)
      await directory.tokens.used(token.hash, NOW)
    })
    expect(ops).toHaveLength(9)
    const scans = ops.filter((op) => /COLLSCAN/.test(op.planSummary ?? ''))
    expect(scans).toEqual([])
    for (const op of ops) expect(op.docsExamined ?? 0).toBeLessThanOrEqual(1)
  })
})
