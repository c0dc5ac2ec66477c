// Rules of an institution: versions are only added, each number once; claims and placements for a preview.

import { describe, expect, it } from 'vitest'
import type { RuleVersion } from '../../src/domain/credit/rule-versions.ts'
import { startingRule } from '../../src/domain/institution-rule.ts'
import { newId } from '../../src/random.ts'
import {
  aClaim,
  anAssignment,
  aPlacement,
  aRule,
  daysLater,
  INSTITUTION,
  NOW,
} from '../support/builders.ts'
import { testDatabase } from '../support/mongo.ts'

const db = testDatabase()
const store = () => db.store.within(INSTITUTION)

function aRuleOf(name = newId(), institutionId = INSTITUTION) {
  return startingRule({ id: newId(), institutionId, name, at: NOW, on: '2026-08-24' })
}

const next = (version: number, { versions: [first] }: ReturnType<typeof aRuleOf>): RuleVersion => {
  if (!first) throw new Error('no version')
  return {
    ...first,
    version,
    parameters: { ...first.parameters, minGpa: null, maxCredit: version },
  }
}

describe('the rules of an institution', () => {
  it('come back as they were kept, nothing lost: no limit is no limit', async () => {
    const rule = aRuleOf()
    await store().rules.add(rule)
    expect(await store().rules.get(rule.id)).toEqual(rule)
    expect((await store().rules.getMany([rule.id, 'none'])).get(rule.id)).toEqual(rule)
  })
  it('get a next version once, whoever writes at the same time; none is ever changed', async () => {
    const rule = aRuleOf()
    await store().rules.add(rule)
    const both = await Promise.allSettled(
      [1, 2].map(() => store().rules.addVersion(rule.id, next(2, rule))),
    )
    expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    for (const version of [1, 2, 4]) {
      await expect(store().rules.addVersion(rule.id, next(version, rule))).rejects.toMatchObject({
        status: 409,
      })
    }
    const { versions } = await store().rules.addVersion(rule.id, next(3, rule))
    expect(versions.map(({ version }) => version)).toEqual([1, 2, 3])
    expect(versions[0]).toEqual(rule.versions[0])
  })
  it('have names of their own within the institution, and are seen by nobody else', async () => {
    const rule = aRuleOf('Field work')
    await store().rules.add(rule)
    await expect(store().rules.add(aRuleOf('Field work'))).rejects.toMatchObject({ status: 409 })
    const other = db.store.within('other')
    await other.rules.add(aRuleOf('Field work', 'other'))
    await expect(other.rules.get(rule.id)).rejects.toMatchObject({ status: 404 })
    await expect(other.rules.addVersion(rule.id, next(2, rule))).rejects.toMatchObject({
      status: 404,
    })
    expect(await other.rules.list()).toHaveLength(1)
  })
})

describe('what a preview looks at', () => {
  it('are the assignments that go by the rule, and their newest claims', async () => {
    const ruleId = newId()
    const source = { ruleId, version: 1 }
    const [mine, other] = [anAssignment({ rules: [aRule({ source })] }), anAssignment()]
    await store().assignments.add(mine)
    await store().assignments.add(other)
    const claims = [1, 2, 3].map((n) =>
      aClaim({ assignmentId: mine.id, state: 'submitted', createdAt: daysLater(-n) }),
    )
    for (const claim of claims) await store().claims.add(claim)
    await store().claims.add(aClaim({ assignmentId: mine.id, state: 'dropped' }))
    await store().claims.add(aClaim({ assignmentId: other.id, state: 'submitted' }))
    expect((await store().assignments.underRule(ruleId)).map(({ id }) => id)).toEqual([mine.id])
    const found = await store().claims.newest([mine.id], ['draft', 'submitted'], 2)
    expect(found.map(({ id }) => id)).toEqual(claims.slice(0, 2).map(({ id }) => id))
    expect(await db.store.within('other').claims.newest([mine.id], ['submitted'], 9)).toEqual([])
  })
  it('are placements without what happened and what is owed', async () => {
    const placement = aPlacement({ state: 'confirmed' })
    await store().placements.add(placement)
    const found = (await store().placements.countable([placement.id, 'none'])).get(placement.id)
    expect(found).toEqual({ ...placement, history: [], debts: {}, asked: [] })
    expect((await db.store.within('other').placements.countable([placement.id])).size).toBe(0)
  })
})
