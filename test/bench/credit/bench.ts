// Credit: one claim's arithmetic, the preview of a rule over a term's claims, and a busy student's page.

import { randomBytes } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import { type App, buildApp } from '../../../src/app.ts'
import { readConfig } from '../../../src/config.ts'
import { type ClaimFacts, creditOfClaim } from '../../../src/domain/credit/claim-credit.ts'
import { DEFAULT_RULE } from '../../../src/domain/credit/presets.ts'
import { openLog } from '../../../src/log.ts'
import { newId } from '../../../src/random.ts'
import { closeServer, openServer } from '../../../src/server.ts'
import type { Context } from '../../../src/services/context.ts'
import { previewVersion } from '../../../src/services/rules/rule-previews.ts'
import { institutionRules } from '../../../src/services/rules/rules-in-force.ts'
import { startEmbedded } from '../../../src/store/embedded.ts'
import { anInstitution } from '../../support/builders.ts'
import { median, type Report, short } from '../report.ts'
import { aTerm, type Term } from './term.ts'

const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 5)
const CLAIMS = Number(process.env.BENCH_CLAIMS ?? 2000)
const PLACEMENTS = 40
const COMPUTATIONS = 5000
const VISITS = 200

/** Runs all three, on a database of its own: about a minute. */
export async function benchCredit(): Promise<Report> {
  const mongo = await startEmbedded({ dataDir: null, say: () => {} })
  const app = await anApp(mongo.uri)
  const server = await openServer(app.web, 0, '127.0.0.1')
  const { port } = server.address() as AddressInfo
  try {
    const institution = anInstitution({ id: newId(), slug: 'bench' })
    await app.core.store.directory.institutions.add(institution)
    const ctx = app.core.contextFor({ kind: 'worker' }, institution)
    const term = await aTerm(ctx, { claims: CLAIMS, placements: PLACEMENTS })
    const page = `http://127.0.0.1:${port}/courses/${term.course.id}/assignments/${term.assignment.id}`
    // Once each before anything is measured.
    await round(ctx, page, term)
    const rounds: Round[] = []
    for (let i = 0; i < ROUNDS; i += 1) rounds.push(await round(ctx, page, term))
    return reportOf(rounds)
  } finally {
    await closeServer(server)
    await app.stop()
    await mongo.stop()
  }
}

function anApp(mongodbUri: string): Promise<App> {
  const config = readConfig({
    BASE_URL: 'https://stint.example.edu',
    MONGODB_URI: mongodbUri,
    MASTER_KEYS: randomBytes(32).toString('base64'),
    SMTP_URL: 'smtp://127.0.0.1:1',
    MAIL_FROM: 'Stint <stint@stint.example.edu>',
  })
  return buildApp(config, openLog('silent', false))
}

interface Round {
  /** Microseconds of one claim's computation. */
  claim: number
  /** Milliseconds of the preview. */
  preview: number
  /** Milliseconds of the page that 95 of 100 do not exceed, and of the one in the middle. */
  p95: number
  p50: number
  /** Milliseconds of this process's work for one page: what is left when nobody else wants the machine. */
  cpu: number
}

async function round(ctx: Context, page: string, term: Term): Promise<Round> {
  return { claim: computing(), preview: await previewing(ctx), ...(await visits(page, term)) }
}

const TWELVE: ClaimFacts = {
  ...{ requestedCredits: 3, academicHoursApproved: null },
  placements: Array.from({ length: 12 }, (_, i) => ({
    ...{ id: `placement-${i}`, employer: `Employer ${i}`, capHours: null },
    confirmedHours: 5 + i * 2.75,
  })),
}

function computing(): number {
  const rule = { ...DEFAULT_RULE, mode: 'credits' as const, maxPlacements: 12 }
  const begun = performance.now()
  for (let i = 0; i < COMPUTATIONS; i += 1) creditOfClaim(rule, TWELVE)
  return ((performance.now() - begun) * 1000) / COMPUTATIONS
}

async function previewing(ctx: Context): Promise<number> {
  const [rule] = await institutionRules(ctx)
  const last = rule?.versions.at(-1)
  if (!rule || !last) throw new Error('no rule')
  const parameters = { ...last.parameters, capHours: 10, maxPlacements: 3 }
  const begun = performance.now()
  const { looked } = await previewVersion(ctx, rule, { ...last, parameters })
  if (looked < CLAIMS) throw new Error(`only ${looked} claims were looked at`)
  return performance.now() - begun
}

async function visits(page: string, { secret }: Term): Promise<Pick<Round, 'p50' | 'p95' | 'cpu'>> {
  const times: number[] = []
  const before = process.cpuUsage()
  for (let i = 0; i < VISITS; i += 1) {
    const begun = performance.now()
    const answer = await fetch(page, { headers: { cookie: `__Host-stint-lms=${secret}` } })
    const text = await answer.text()
    times.push(performance.now() - begun)
    const isWhole = answer.status === 200 && text.includes(`Work ${PLACEMENTS - 1}`)
    if (!isWhole) throw new Error(`the page answered ${answer.status}`)
  }
  const { user, system } = process.cpuUsage(before)
  const cpu = (user + system) / 1000 / VISITS
  const sorted = times.sort((a, b) => a - b)
  return {
    p50: median(sorted),
    p95: sorted[Math.ceil(sorted.length * 0.95) - 1] ?? Number.NaN,
    cpu,
  }
}

function reportOf(rounds: Round[]): Report {
  const of = (key: keyof Round) => short(median(rounds.map((one) => one[key])))
  const [claim, preview, p50, p95] = [of('claim'), of('preview'), of('p50'), of('p95')]
  const cpu = of('cpu')
  return {
    name: 'credit',
    rounds: rounds.length,
    results: [
      { what: 'one claim, 12 placements', median: claim, unit: 'µs' },
      { what: `preview over ${CLAIMS} claims`, median: preview, unit: 'ms' },
      { what: `student page, ${PLACEMENTS} placements, p50`, median: p50, unit: 'ms' },
      { what: `student page, ${PLACEMENTS} placements, p95`, median: p95, unit: 'ms' },
      { what: 'student page, work of this process', median: cpu, unit: 'ms' },
    ],
    ratios: { 'previewed claims a second': short((CLAIMS * 1000) / preview) },
    targets: [
      { name: 'one claim', target: 'under 100 µs', measured: claim, held: claim < 100 },
      { name: 'preview', target: 'under 2000 ms', measured: preview, held: preview < 2000 },
      { name: 'student page p95', target: 'under 50 ms', measured: p95, held: p95 < 50 },
    ],
  }
}
