// Institutions, LMSs, courses, people and keys: found again, and never twice.

import { describe, expect, it } from 'vitest'
import type { ToolKey } from '../../src/domain/keys.ts'
import { newId } from '../../src/random.ts'
import {
  aClaim,
  aCourse,
  aDeployment,
  aMembership,
  anAnswer,
  anAssignment,
  anInstitution,
  aPerson,
  aPlacement,
  aPlatform,
  aRule,
  aScoreDebt,
  daysLater,
  INSTITUTION,
  NOW,
} from '../support/builders.ts'
import { testDatabase } from '../support/mongo.ts'

const db = testDatabase()
const store = () => db.store.within(INSTITUTION)
const conflict = { status: 409, key: 'errors.conflict' }

describe('an institution', () => {
  it('is found by its slug, which is its own', async () => {
    const { institutions } = db.store.directory
    const north = anInstitution({ id: newId(), slug: 'north' })
    await institutions.add(north)
    await institutions.add(anInstitution({ id: newId(), slug: 'coast' }))
    await expect(institutions.add(anInstitution({ id: newId() }))).rejects.toMatchObject(conflict)
    expect(await institutions.bySlug('north')).toEqual(north)
    expect(await institutions.get(north.id)).toEqual(north)
    expect((await institutions.list()).map((i) => i.slug)).toEqual(['coast', 'north'])
    expect(await institutions.bySlug('south')).toBeNull()
    await expect(institutions.get('nobody')).rejects.toMatchObject({ status: 404 })
  })
})

describe('a registration', () => {
  it('is found without a client id only while it alone has the issuer', async () => {
    const issuer = `https://${newId()}.example.edu`
    const first = aPlatform({ issuer, clientId: '1' })
    await store().platforms.add(first)
    await expect(store().platforms.add(aPlatform({ issuer, clientId: '1' }))).rejects.toMatchObject(
      conflict,
    )
    expect(await store().platforms.find(issuer, null)).toEqual(first)
    await store().platforms.add(aPlatform({ issuer, clientId: '2' }))
    expect(await store().platforms.find(issuer, null)).toBeNull()
    expect(await store().platforms.find(issuer, '1')).toEqual(first)
    expect(await store().platforms.find(issuer, '3')).toBeNull()
  })

  it('learns an origin once, and not without end', async () => {
    const platform = aPlatform()
    await store().platforms.add(platform)
    for (const origin of ['https://a.example', 'https://a.example', 'https://b.example']) {
      await store().platforms.learnOrigin(platform.id, origin)
    }
    const learned = async () => (await store().platforms.get(platform.id)).learnedOrigins
    expect(await learned()).toEqual(['https://a.example', 'https://b.example'])
    for (let i = 0; i < 30; i += 1) {
      await store().platforms.learnOrigin(platform.id, `https://${i}.example`)
    }
    expect(await learned()).toHaveLength(10)
  })

  it('notes launches, scores and trouble', async () => {
    const platform = aPlatform()
    await store().platforms.add(platform)
    await store().platforms.note(platform.id, { lastLaunchAt: NOW })
    await store().platforms.note(platform.id, { lastScoreAt: NOW })
    const trouble = { at: NOW, text: 'lms.silent' }
    await store().platforms.note(platform.id, { lastTrouble: trouble })
    await store().platforms.note(platform.id, { lastLaunchAt: daysLater(1) })
    expect(await store().platforms.get(platform.id)).toEqual({
      ...platform,
      lastLaunchAt: daysLater(1),
      lastScoreAt: NOW,
      lastTrouble: trouble,
    })
  })

  it('is removed only when no score is owed through it', async () => {
    const platform = aPlatform()
    await store().platforms.add(platform)
    const debts = { score: aScoreDebt({ state: 'stuck', dueAt: null }) }
    const claim = aClaim({ platformId: platform.id, state: 'approved', debts })
    await store().claims.add(claim)
    await expect(store().platforms.remove(platform.id)).rejects.toMatchObject({
      key: 'platform.owesScores',
    })
    const paid = { score: { ...debts.score, rev: 2, state: 'done' as const } }
    await store().claims.save({ ...claim, debts: paid })
    await store().platforms.remove(platform.id)
    await expect(store().platforms.get(platform.id)).rejects.toMatchObject({ status: 404 })
  })

  it('has deployments, each once: a second arrival changes nothing', async () => {
    const deployment = aDeployment({ state: 'waiting' })
    const { platformId, deploymentId } = deployment
    const again = { ...deployment, id: newId() }
    await Promise.all([deployment, again].map((d) => store().deployments.add(d)))
    await store().deployments.setState(platformId, deploymentId, 'approved')
    await store().deployments.add(again)
    const found = await store().deployments.find(platformId, deploymentId)
    expect(found?.state).toBe('approved')
    expect((await store().deployments.list()).filter((d) => d.platformId === platformId)).toEqual([
      found,
    ])
  })
})

describe('a person', () => {
  it('is found by each of their accounts, by SIS id and by mail in any spelling', async () => {
    const accounts = [
      { platformId: 'canvas', subject: 'c1' },
      { platformId: 'moodle', subject: 'm1' },
    ]
    const person = aPerson({ accounts, sisPersonId: '4711', mail: 'Ada.M@North.example.edu' })
    await store().people.add(person)
    expect(await store().people.byAccount('canvas', 'c1')).toEqual(person)
    expect(await store().people.byAccount('moodle', 'm1')).toEqual(person)
    expect(await store().people.byAccount('canvas', 'm1')).toBeNull()
    expect(await store().people.bySisId('4711')).toEqual(person)
    expect(await store().people.hasMail(' ada.m@north.EXAMPLE.edu')).toBe(true)
    expect(await store().people.hasMailDomain('north.example.edu')).toBe(true)
    expect(await store().people.hasMailDomain('')).toBe(false)
  })

  it('who arrives twice at once is stored once', async () => {
    const accounts = [{ platformId: 'canvas', subject: newId() }]
    const tries = Array.from({ length: 6 }, () => store().people.add(aPerson({ accounts })))
    const results = await Promise.allSettled(tries)
    expect(results.filter((r) => r.status === 'fulfilled')).toHaveLength(1)
  })

  it('loses no account when two arrivals save them at once', async () => {
    const person = aPerson()
    await store().people.add(person)
    const arrivals = ['x', 'y'].map((platformId) => ({
      ...person,
      accounts: [...person.accounts, { platformId, subject: person.id }],
    }))
    await Promise.all(arrivals.map((p) => store().people.save(p)))
    const { accounts } = await store().people.get(person.id)
    expect(accounts.map((a) => a.platformId).toSorted()).toEqual(['platform', 'x', 'y'])
  })

  it('of the office has no account and is found by name and office', async () => {
    const sam = aPerson({ accounts: [], name: 'Sam', offices: ['registrar'] })
    await store().people.add(sam)
    await store().people.add(aPerson({ accounts: [], name: 'Kim', offices: ['admin'] }))
    expect(await store().people.byOfficeName('Sam', 'registrar')).toEqual(sam)
    expect(await store().people.byOfficeName('Sam', 'admin')).toBeNull()
    expect(await store().people.anyWithOffice('admin')).toBe(true)
    expect(await store().people.anyWithOffice('career')).toBe(false)
  })
})

describe('a course', () => {
  it('has one record per context, and one membership per person', async () => {
    const course = aCourse()
    await store().courses.add(course)
    const { platformId, contextId } = course
    await expect(store().courses.add(aCourse({ platformId, contextId }))).rejects.toMatchObject(
      conflict,
    )
    await store().courses.save({ ...course, title: 'New title' })
    expect(await store().courses.byContext(platformId, contextId)).toEqual({
      ...course,
      title: 'New title',
    })
    const membership = aMembership({ courseId: course.id })
    const again = { ...membership, id: newId(), launchRole: 'instructor' as const }
    await Promise.all([membership, again].map((m) => store().memberships.save(m)))
    await store().memberships.save(again)
    expect(await store().memberships.ofCourse(course.id)).toHaveLength(1)
    const found = await store().memberships.find(course.id, membership.personId)
    expect(found?.launchRole).toBe('instructor')
    expect(await store().memberships.ofPerson(membership.personId)).toEqual([found])
  })

  it('has assignments whose rules are added one by one, and never lost by another save', async () => {
    const assignment = anAssignment({ rules: [] })
    await store().assignments.add(assignment)
    const rule = aRule({ version: 1 })
    const both = [rule, { ...rule, points: 50 }]
    const results = await Promise.allSettled(
      both.map((r) => store().assignments.addRule(assignment.id, r)),
    )
    expect(results.filter((r) => r.status === 'rejected')).toMatchObject([{ reason: conflict }])
    await store().assignments.change(assignment.id, { title: 'Renamed' })
    const kept = await store().assignments.addRule(assignment.id, { ...rule, version: 2 })
    expect(kept).toMatchObject({ title: 'Renamed', rules: [{ version: 1 }, { version: 2 }] })
    const { courseId, resourceLinkId } = assignment
    expect(await store().assignments.byLink(courseId, resourceLinkId ?? '')).toEqual(kept)
    expect(await store().assignments.ofCourse(courseId)).toEqual([kept])
  })
})

describe('placements', () => {
  it('come in the order asked for, and newest first for their person', async () => {
    const personId = newId()
    const old = aPlacement({ personId, createdAt: daysLater(-9) })
    const fresh = aPlacement({ personId, createdAt: daysLater(-1) })
    await store().placements.add(old)
    await store().placements.add(fresh)
    const many = await store().placements.getMany([fresh.id, 'gone', old.id])
    expect(many).toEqual([fresh, old])
    expect(await store().placements.ofPerson(personId)).toEqual([fresh, old])
  })

  it('tell how often somebody asked since, and whether an address has answered before', async () => {
    const personId = newId()
    const asked = [-3, -1, 0].map((d) => ({ mail: 'x@firm.example', at: daysLater(d) }))
    const answer = anAnswer({ byMail: 'x@firm.example' })
    const placement = aPlacement({ personId, asked, answer })
    await store().placements.add(placement)
    await store().placements.add(aPlacement({ personId, asked: asked.slice(2) }))
    expect(await store().placements.askedSince(personId, daysLater(-1))).toBe(3)
    const { answeredFor } = store().placements
    expect(await answeredFor('x@firm.example', 'another')).toEqual([personId])
    expect(await answeredFor('x@firm.example', placement.id)).toEqual([])
  })
})

describe('the audit log', () => {
  it('shows the newest first', async () => {
    const entry = { institutionId: INSTITUTION, what: 'audit.linkMade', personId: null }
    for (const day of [0, 2, 1]) {
      await store().audit.add({ ...entry, id: newId(), at: daysLater(day), facts: { day } })
    }
    expect((await store().audit.list(2)).map((e) => e.facts.day)).toEqual([2, 1])
  })
})

describe('our keys', () => {
  function aKey(over: Partial<ToolKey> = {}): ToolKey {
    const base = { institutionId: INSTITUTION, state: 'next' as const, sealedPrivate: 'sealed' }
    const times = { createdAt: NOW, activatedAt: null, retiredAt: null }
    return { kid: newId(), ...base, ...times, publicJwk: { kty: 'RSA', n: 'n' }, ...over }
  }

  it('are never active two at a time', async () => {
    const first = aKey({ state: 'active' })
    const second = aKey({ createdAt: daysLater(1) })
    await db.store.keys.add(first)
    await db.store.keys.add(second)
    await expect(db.store.keys.add(second)).rejects.toMatchObject(conflict)
    await expect(db.store.keys.add(aKey({ state: 'active' }))).rejects.toMatchObject(conflict)
    const active = { ...second, state: 'active' as const }
    await expect(db.store.keys.save(active)).rejects.toMatchObject(conflict)
    await db.store.keys.save({ ...first, state: 'retired', retiredAt: NOW })
    await db.store.keys.save(active)
    await db.store.keys.add(aKey({ institutionId: 'elsewhere', state: 'active' }))
    const kept = await db.store.keys.list(INSTITUTION)
    expect(kept.map((k) => [k.kid, k.state])).toEqual([
      [first.kid, 'retired'],
      [second.kid, 'active'],
    ])
    expect(kept[1]).toEqual(active)
  })

  it('are removed only by their own institution', async () => {
    const key = aKey({ institutionId: 'removing' })
    await db.store.keys.add(key)
    await db.store.keys.remove(INSTITUTION, key.kid)
    expect(await db.store.keys.list('removing')).toEqual([key])
    await db.store.keys.remove('removing', key.kid)
    expect(await db.store.keys.list('removing')).toEqual([])
    await expect(db.store.keys.save(key)).rejects.toMatchObject({ status: 404 })
  })
})
