// `stint claim recompute`: a stored decision reckoned again, and found out when somebody has changed it.

import { randomBytes } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import { newId } from '../../src/random.ts'
import { aClaim, anInstitution } from '../support/builders.ts'
import { testDatabase } from '../support/mongo.ts'
import { stint } from './command.ts'

const db = testDatabase()
const slug = `s${newId().slice(0, 12)}`
const claim = aClaim({ state: 'approved' })
const open = aClaim({ state: 'submitted' })

beforeAll(async () => {
  const institution = anInstitution({ id: newId(), slug })
  await db.store.directory.institutions.add(institution)
  const store = db.store.within(institution.id)
  for (const one of [claim, open]) await store.claims.add({ ...one, institutionId: institution.id })
})

const recompute = (id: string, ...more: string[]) =>
  stint(
    {
      MONGODB_URI: db.uri,
      MASTER_KEYS: randomBytes(32).toString('base64'),
      BASE_URL: 'http://localhost',
      SMTP_URL: 'smtp://127.0.0.1:1',
      MAIL_FROM: 'Stint <stint@localhost>',
    },
    ...['claim', 'recompute', '--institution', slug, '--claim', id, ...more],
  )

describe('stint claim recompute', { timeout: 120_000 }, () => {
  it('says that a decision is the same, to the last step, and ends with 0', async () => {
    const { code, out } = await recompute(claim.id, '--json')
    const { same, stored, computed } = JSON.parse(out)
    expect({ code, same }).toEqual({ code: 0, same: true })
    expect(computed).toEqual(stored)
    expect(stored).toMatchObject({ score: { given: 50, maximum: 100 } })
    expect((await recompute(claim.id)).out).toContain('The same, to the last step.')
  })
  it('ends with 1 when what is stored is not what the rule and the input make', async () => {
    const path = 'decisions.0.credit.result.score.given'
    await db.raw
      .collection<{ _id: string }>('claims')
      .updateOne({ _id: claim.id }, { $set: { [path]: 99 } })
    const { code, out } = await recompute(claim.id, '--json')
    expect(code).toBe(1)
    expect(JSON.parse(out)).toMatchObject({
      ...{ same: false, stored: { score: { given: 99 } }, computed: { score: { given: 50 } } },
    })
  })
  it('refuses a claim on which nobody has decided', async () => {
    const { code, out } = await recompute(open.id, '--json')
    expect(code).toBe(1)
    expect(JSON.parse(out).error.rule).toBe('recompute.undecided')
  })
})
