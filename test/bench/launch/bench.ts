// Launches per second: Stint against stock ltijs 5.9.9 and against a floor that does only what cannot be left out; and,
// without a target, how far Stint's own checks would come on bare node:http.

import mongoose, { type mongo } from 'mongoose'
import { startEmbedded } from '../../../src/store/embedded.ts'
import { FakePlatform } from '../../support/fake-platform.ts'
import { median, type Report, short, type Target } from '../report.ts'
import { type Measured, measure } from './client.ts'
import { Contestant } from './contestant.ts'

const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 5)
const LAUNCHES = Number(process.env.BENCH_LAUNCHES ?? 300)
const WARM_UP = Number(process.env.BENCH_WARM_UP ?? 1000)
const SIZES = [1, 100, 1000]
const NAMES = ['stint', 'bare', 'stock', 'floor'] as const
type Name = (typeof NAMES)[number]

interface Counted extends Measured {
  /** What the database was asked and told for one launch. */
  operations: number
}

/** Runs the whole comparison: about ten minutes. */
export async function benchLaunch(): Promise<Report> {
  const mongo = await startEmbedded({ dataDir: null, say: () => {} })
  const lms = await FakePlatform.start()
  const client = await mongoose.mongo.MongoClient.connect(mongo.uri)
  const all: Contestant[] = []
  try {
    for (const platforms of SIZES) {
      for (const name of NAMES) {
        const database = `${name}_${platforms}_${process.pid}`
        const mongoUri = mongo.uri.replace('/?', `/${database}?`)
        all.push(
          await Contestant.start(name, { mongoUri, platforms, jwksUrl: `${lms.origin}/jwks` }),
        )
      }
    }
    for (const one of all) await measure(one, lms.key, WARM_UP)
    const measured = new Map<Contestant, Counted[]>(all.map((one) => [one, []]))
    for (let round = 0; round < ROUNDS; round += 1) {
      for (const one of all) {
        const before = await operationsOf(client)
        const times = await measure(one, lms.key, LAUNCHES)
        const operations = ((await operationsOf(client)) - before) / LAUNCHES
        measured.get(one)?.push({ ...times, operations })
      }
    }
    return reportOf(all, measured, await stalls(all[0]))
  } finally {
    for (const { end } of all) end()
    await client.close()
    await lms.stop()
    await mongo.stop()
  }
}

// All that the server has done since it began; the drivers' own greetings in it are few.
async function operationsOf(client: mongo.MongoClient): Promise<number> {
  const { opcounters } = await client.db('admin').command({ serverStatus: 1 })
  return Object.values<number>(opcounters).reduce((sum, one) => sum + one, 0)
}

async function stalls(stint: Contestant | undefined): Promise<number> {
  const seen: number[] = []
  for (let round = 0; round < ROUNDS; round += 1) seen.push(Number(await stint?.ask('stall')))
  return median(seen)
}

type Key = keyof Counted

function reportOf(all: Contestant[], measured: Map<Contestant, Counted[]>, stall: number): Report {
  const of = (name: Name, platforms: number, key: Key) => {
    const one = all.find((c) => c.name === name && c.platforms === platforms)
    return median((one && measured.get(one))?.map((m) => m[key]) ?? [])
  }
  const results = SIZES.flatMap((platforms) =>
    NAMES.map((name) => ({
      contestant: name,
      platforms,
      'launches/s': short(of(name, platforms, 'perSecond')),
      'p50 ms': short(of(name, platforms, 'p50')),
      'p95 ms': short(of(name, platforms, 'p95')),
      'cpu ms/launch': short(of(name, platforms, 'cpu')),
      'database operations/launch': short(of(name, platforms, 'operations')),
    })),
  )
  const ratio = (a: Name, b: Name, platforms: number, key: Key) =>
    short(of(a, platforms, key) / of(b, platforms, key))
  const each = (a: Name, b: Name, key: Key) => SIZES.map((platforms) => ratio(a, b, platforms, key))
  const speeds = SIZES.map((platforms) => of('stint', platforms, 'perSecond'))
  const flat = short(Math.min(...speeds) / Math.max(...speeds))
  const ratios = Object.fromEntries(
    SIZES.flatMap((platforms) => [
      [`stint/floor at ${platforms}`, ratio('stint', 'floor', platforms, 'perSecond')],
      [`stint/stock at ${platforms}`, ratio('stint', 'stock', platforms, 'perSecond')],
      [`stock/floor at ${platforms}`, ratio('stock', 'floor', platforms, 'perSecond')],
      [`bare/floor at ${platforms}`, ratio('bare', 'floor', platforms, 'perSecond')],
      [`cpu stint/stock at ${platforms}`, ratio('stint', 'stock', platforms, 'cpu')],
    ]),
  )
  const floor = Math.min(...each('stint', 'floor', 'perSecond'))
  const stock = Math.min(...each('stint', 'stock', 'perSecond'))
  const cpu = Math.max(...each('stint', 'stock', 'cpu'))
  const targets: Target[] = [
    atLeast('launches per second, of the floor', floor, 0.9),
    {
      name: 'launches per second, of stock ltijs or of the floor',
      target: '>= 4 x stock or >= 1 x floor',
      measured: stock,
      held: stock >= 4 || floor >= 1,
    },
    atMost('processor time of a launch, of stock ltijs', cpu, 0.5),
    atLeast('flat from 1 to 1,000 platforms', flat, 0.9),
    atMost('longest stall while an institution is created, ms', short(stall), 50),
  ]
  return { name: 'launch', rounds: ROUNDS, results, ratios, targets }
}

function atLeast(name: string, measured: number, least: number): Target {
  return { name, target: `>= ${least}`, measured, held: measured >= least }
}

function atMost(name: string, measured: number, most: number): Target {
  return { name, target: `<= ${most}`, measured, held: measured <= most }
}
