// kill -9 at the worst moments: after a restart the gradebook holds exactly one right value, and no question is lost.

import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import { simpleParser } from 'mailparser'
import { SMTPServer } from 'smtp-server'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readConfig } from '../../src/config.ts'
import { type Core, openCore } from '../../src/core.ts'
import { linkIn, type Mail, type Mailbox, openMailbox } from '../../src/demo/catcher/mailbox.ts'
import * as people from '../../src/demo/doings.ts'
import type { Answer, Kind } from '../../src/demo/lms/model.ts'
import { type Lms, startLms } from '../../src/demo/lms/server.ts'
import { openNorthfield, SLUG } from '../../src/demo/northfield.ts'
import { peopleOf, type Someone } from '../../src/demo/people.ts'
import { portOf } from '../../src/demo/ports.ts'
import type { Claim } from '../../src/domain/claim.ts'
import type { Debts } from '../../src/domain/debt.ts'
import type { Context } from '../../src/services/context.ts'
import { silent, testDatabase } from '../support/mongo.ts'
import { freePort, type Tool, toolProcess } from './tool.ts'

const db = testDatabase()
let tool: Tool
let lms: Lms
let smtp: SMTPServer
let core: Core
let ctx: Context
let stage: people.Stage
const box: Mailbox = openMailbox(null)
/** Kills the tool when a mail has come in whole, before it is told so. */
let killAtMail: ((mail: Omit<Mail, 'id'>) => boolean) | null = null

beforeAll(async () => {
  const port = await freePort()
  smtp = mailServer()
  const listening = smtp.listen(0, '127.0.0.1')
  await once(listening, 'listening')
  const mailPort = portOf(listening)
  const at = `http://localhost:${port}/lti/${SLUG}`
  const addresses = {
    loginUrl: `${at}/login`,
    launchUrl: `${at}/launch`,
    jwksUrl: `${at}/jwks.json`,
  }
  lms = await startLms({ port: 0, tool: addresses, file: null })
  const env = {
    MONGODB_URI: db.uri,
    MASTER_KEYS: randomBytes(32).toString('base64'),
    SMTP_URL: `smtp://127.0.0.1:${mailPort}`,
    MAIL_FROM: 'Stint <stint@localhost>',
    PRIVATE_PLATFORM_HOSTS: new URL(lms.url).host,
  }
  core = await openCore(readConfig({ ...env, PORT: String(port) }), silent)
  ctx = await openNorthfield({ core }, lms)
  tool = toolProcess(port, env)
  await tool.start()
  const urls = { tool: tool.url, lms: lms.url, mail: '' }
  stage = { world: { urls, lms, mail: box, ctx }, people: peopleOf({ urls }) }
})

afterAll(async () => {
  await tool.kill()
  await core.close()
  await lms.stop()
  await new Promise<void>((resolve) => smtp.close(resolve))
})

function mailServer(): SMTPServer {
  const server = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    logger: false,
    closeTimeout: 100,
    onData(stream, session, done) {
      const take = async () => {
        const mail = await simpleParser(stream)
        const to = session.envelope.rcptTo.map(({ address }) => address)
        const { subject = '', text = '' } = mail
        const taken = { at: new Date().toISOString(), to, from: '', subject, text, html: '' }
        if (killAtMail?.(taken)) {
          killAtMail = null
          await tool.kill()
        }
        box.add(taken)
      }
      take().then(() => done(), done)
    },
  })
  // A client that dies breaks its connection.
  server.on('error', () => {})
  return server
}

/** The leases of a dead worker run out in a minute; here they have. */
async function leasesRunOut(): Promise<void> {
  for (const name of ['claims', 'placements']) {
    const found = await db.raw
      .collection(name)
      .find({ nextDueAt: { $exists: true } })
      .toArray()
    for (const { _id, debts } of found as unknown as { _id: never; debts: Debts }[]) {
      const held = Object.values(debts).filter((debt) => debt.lease !== null)
      const over = held.map((debt) => [`debts.${debt.key}.lease.until`, new Date(0)])
      const $set = { ...Object.fromEntries(over), nextDueAt: new Date(0) }
      await db.raw.collection(name).updateOne({ _id }, { $set })
    }
  }
}

async function restarted(): Promise<void> {
  await tool.kill()
  await leasesRunOut()
  await tool.start()
}

async function until(what: () => Promise<boolean>): Promise<void> {
  for (const end = Date.now() + 20_000; Date.now() < end; await pause(50)) {
    if (await what()) return
  }
  throw new Error(`it did not come to that: ${tool.said().slice(-2_000)}`)
}

const TEACHER: Record<Kind, string> = { canvas: 'elena', moodle: 'samuel', other: 'ivy' }
const someone = (kind: Kind, key: string): Someone => ({ kind, key })

function work(mail: string): people.Work {
  return {
    title: `Work for ${mail}`,
    employer: 'Harbour Market',
    supervisor: 'Grace Mensah',
    mail,
    delivered: 'Forty interviews.',
    days: [
      [12, 5],
      [11, 5],
    ],
    pay: { payKind: 'fixed', payAmount: '300' },
  }
}

/** Up to the point where only the instructor's decision is missing. */
async function claimed(student: Someone): Promise<void> {
  const mail = await people.record(stage, student, 1, work(`${student.key}@market.example`))
  await people.confirm(stage, mail)
  await people.claim(stage, student, 1, 'submit')
}

async function claimOf({ kind, key }: Someone): Promise<Claim> {
  const sub = lms[kind].course.people.find((p) => p.key === key)?.sub ?? ''
  const stored = await db.raw.collection('claims').findOne({ subject: sub })
  return ctx.store.claims.get(String(stored?._id))
}

const isFinal = (student: Someone) => async () => (await claimOf(student)).state === 'final'

function postsFor(student: Someone): number {
  const { posts, course } = lms[student.kind]
  const sub = course.people.find((p) => p.key === student.key)?.sub
  return posts.filter(({ text }) => JSON.parse(text).userId === sub).length
}

/** A process starts twice in each of these. */
const SLOW = { timeout: 90_000 }
const NO_ANSWER: Answer = { status: 500, broken: true }

describe.each(['canvas', 'moodle'] as const)('on %s, the process is killed', SLOW, (kind) => {
  const teacher = someone(kind, TEACHER[kind])

  beforeAll(async () => {
    const terms = { fullHours: 20, academicHours: 0, points: 100, scheme: 'proportional' as const }
    await people.setRule(stage, teacher, 1, terms)
  })

  async function gradebookShows(student: Someone, points: string) {
    expect(await people.gradeShown(stage, teacher, student, 1)).toBe(points)
    expect(postsFor(student)).toBe(1)
    expect(await claimOf(student)).toMatchObject({
      state: 'final',
      seen: { given: 50 },
      debts: { score: { state: 'done', lease: null, sentAt: null } },
    })
  }

  it('after the decision and before its delivery: the score still arrives, once', async () => {
    const student = someone(kind, kind === 'canvas' ? 'ada' : 'noor')
    await claimed(student)
    let died = false
    lms[kind].trouble.before = async () => {
      if (died) return null
      died = true
      await tool.kill()
      return NO_ANSWER
    }
    await people.approve(stage, teacher, student, 1).catch(() => null)
    await until(async () => died)
    expect(await claimOf(student)).toMatchObject({ state: 'approved' })
    expect(lms[kind].book.grades).toEqual([])
    await restarted()
    await until(isFinal(student))
    await gradebookShows(student, '50')
  })

  it('after the LMS has stored the score and before we know: nothing is sent twice', async () => {
    const student = someone(kind, kind === 'canvas' ? 'ben' : 'maya')
    await claimed(student)
    let died = false
    lms[kind].trouble = {
      after: async (call) => {
        if (died || call.kind !== 'score') return null
        died = true
        await tool.kill()
        return NO_ANSWER
      },
    }
    await people.approve(stage, teacher, student, 1).catch(() => null)
    await until(async () => died)
    const doubtful = await claimOf(student)
    expect(doubtful).toMatchObject({ state: 'approved', debts: { score: { state: 'due' } } })
    expect(doubtful.debts.score?.sentAt).toBeInstanceOf(Date)
    expect(await people.gradeShown(stage, teacher, student, 1)).toBe('50')
    await restarted()
    await until(isFinal(student))
    await gradebookShows(student, '50')
    const { answers } = (await claimOf(student)).debts.score ?? {}
    expect(answers?.at(-1)?.text).toBe('lms.foundThere')
  })
})

describe('the process is killed in the middle of a mail', SLOW, () => {
  it('the question is asked all the same; both links open one page, and one answer counts', async () => {
    const student = someone('canvas', 'chloe')
    const address = 'chloe@market.example'
    killAtMail = ({ to }) => to.includes(address)
    const first = await people.record(stage, student, 1, work(address))
    await restarted()
    const second = await box.waitFor({ to: address, after: first.id })
    expect(linkIn(second)).not.toBe(linkIn(first))
    await people.confirm(stage, first)
    const page = await stage.people.employer(address).open(linkIn(second))
    expect(page.$('input[name=kind][value=confirm][checked]')).toHaveLength(1)
    const placement = await db.raw.collection('placements').findOne({ 'answer.byMail': address })
    expect(placement).toMatchObject({ state: 'confirmed', confirmedHours: 10 })
    expect(placement?.debts.ask).toMatchObject({ state: 'done', lease: null })
    expect(await tool.stop()).toBe(0)
  })
})
