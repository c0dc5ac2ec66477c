// `stint doctor` from a shell: exit code 0 when nothing is wrong, 1 when something is, findings by their names.

import { randomBytes } from 'node:crypto'
import { beforeAll, expect, it } from 'vitest'
import { testDatabase } from '../support/mongo.ts'
import { stint } from './command.ts'

const db = testDatabase()
const SLOW = { timeout: 120_000 }
let env: Record<string, string>

beforeAll(async () => {
  env = {
    MONGODB_URI: db.uri,
    MASTER_KEYS: randomBytes(32).toString('base64'),
    SMTP_URL: 'smtp://127.0.0.1:1',
    MAIL_FROM: 'Stint <stint@example.edu>',
    BASE_URL: 'https://stint.example.edu',
  }
  await stint(env, 'institution', 'add', '--slug', 'north', '--name', 'North')
})

it('finds nothing wrong where no LMS is registered, and says so', SLOW, async () => {
  const { code, out } = await stint(env, 'doctor', '--institution', 'north', '--json')
  expect(code).toBe(0)
  expect(JSON.parse(out)).toMatchObject({
    ok: true,
    findings: [
      { institution: 'north', id: 'database', level: 'good' },
      { id: 'noPlatform', level: 'note', setting: expect.any(String), text: expect.any(String) },
    ],
  })
})

it('ends with 1 and names what to change when an LMS cannot be reached', SLOW, async () => {
  const lms = 'https://127.0.0.1:1'
  await stint(
    env,
    ...['platform', 'add', '--institution', 'north', '--name', 'Campus Moodle', '--kind', 'moodle'],
    ...['--issuer', lms, '--client-id', '17', '--login-url', `${lms}/mod/lti/auth.php`],
    ...['--token-url', `${lms}/mod/lti/token.php`, '--jwks-url', `${lms}/mod/lti/certs.php`],
  )
  const { code, out } = await stint(env, 'doctor', '--json')
  expect(code).toBe(1)
  const { ok, findings } = JSON.parse(out)
  expect(ok).toBe(false)
  const wrong = findings.filter(({ level }: { level: string }) => level === 'wrong')
  expect(wrong.map(({ id }: { id: string }) => id)).toEqual(
    expect.arrayContaining(['theirKeys', 'token', 'place.none']),
  )
  for (const { setting } of wrong) expect(setting).not.toBe('')
})
