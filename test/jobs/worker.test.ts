// The worker: pays each debt once, however many work; a slow LMS delays nobody else; poison ends stuck.

import { setTimeout as pause } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Debt, TRIES } from '../../src/domain/debt.ts'
import { startWorker, type Worker } from '../../src/jobs/worker.ts'
import type { Context } from '../../src/services/context.ts'
import { HOUR, MINUTE } from '../services/hands.ts'
import type { Scene } from '../services/scene.ts'
import { aScene, askedLater, joined } from '../services/scene.ts'
import { aClaim, aScoreDebt, NOW } from '../support/builders.ts'
import { testDatabase } from '../support/mongo.ts'

const db = testDatabase()
let workers: Worker[] = []
let scene: Scene

beforeEach(async () => {
  scene = await aScene(db.store)
})

afterEach(async () => {
  await Promise.all(workers.map((worker) => worker.stop()))
  workers = []
})

function working(contexts: () => Context[], over: { leaseMs?: number; pauseMs?: number } = {}) {
  const worker = startWorker({ contexts: async () => contexts(), pauseMs: 20, ...over })
  workers.push(worker)
  return worker
}

/** Approved claims that owe a score, of students of their own. */
async function owing(of: Scene, count: number, debt: Partial<Debt> = {}): Promise<string[]> {
  const ids: string[] = []
  for (let i = 0; i < count; i += 1) {
    const { person } = (await joined(of, 'student')).actor
    const claim = aClaim({
      institutionId: of.institution.id,
      personId: person.id,
      courseId: of.course.id,
      assignmentId: of.assignment.id,
      platformId: of.platform.id,
      subject: person.accounts[0]?.subject ?? '',
      state: 'approved',
      debts: { score: aScoreDebt({ dueAt: NOW, ...debt }) },
    })
    await of.store.claims.add(claim)
    ids.push(claim.id)
  }
  return ids
}

async function until(what: () => Promise<boolean> | boolean): Promise<void> {
  for (let i = 0; i < 1_000; i += 1) {
    if (await what()) return
    await pause(10)
  }
  throw new Error('it did not come to that')
}

const nothingDue = (of: Scene) => async () => (await of.store.debts.counts()).due === 0

/** A gate that LMS calls wait at, until it is opened. */
function aGate() {
  const gate = { open: () => {}, waiting: 0 }
  const opened = new Promise<void>((resolve) => {
    gate.open = resolve
  })
  const pass = () => {
    gate.waiting += 1
    return opened
  }
  return { gate, pass }
}

describe('two workers on one database', () => {
  it('deliver each debt once', async () => {
    const ids = await owing(scene, 12)
    working(() => [scene.ctx])
    working(() => [scene.ctx])
    await until(nothingDue(scene))
    expect(scene.lms.posts).toHaveLength(12)
    expect(new Set(scene.lms.posts.map((post) => post.subject)).size).toBe(12)
    for (const id of ids) expect((await scene.store.claims.get(id)).state).toBe('final')
  })

  it('send each mail once', async () => {
    for (let i = 0; i < 4; i += 1) await askedLater(scene)
    working(() => [scene.ctx])
    working(() => [scene.ctx])
    await until(nothingDue(scene))
    expect(scene.mail.sent).toHaveLength(4)
  })
})

describe('several institutions', () => {
  it('a slow LMS of one delays nobody else, and not its own mail', async () => {
    const other = await aScene(db.store)
    const { gate, pass } = aGate()
    scene.lms.onPost = async (score) => {
      await pass()
      return scene.lms.store(score)
    }
    await owing(scene, 2)
    await owing(other, 3)
    await askedLater(scene)
    working(() => [scene.ctx, other.ctx])
    await until(nothingDue(other))
    await until(() => scene.mail.sent.length === 1)
    // One at a time: the slow LMS never sees us twice at once.
    expect(gate.waiting).toBe(1)
    gate.open()
    await until(nothingDue(scene))
  })

  it('are served behind fifteen others whose LMS and mail both hang', async () => {
    const { gate, pass } = aGate()
    const hanging = Array.from({ length: 15 }, (_, i) => {
      const store = {
        ...scene.store,
        debts: { ...scene.store.debts, lease: () => pass().then(() => null) },
      }
      const institution = { ...scene.institution, id: `hanging-${i}` }
      return { ...scene.ctx, store, institution }
    })
    await owing(scene, 1)
    working(() => [...hanging, scene.ctx])
    await until(nothingDue(scene))
    gate.open()
  })

  it('are all come to in one turn, a hundred of them too', async () => {
    const seen = new Set<string>()
    const many = Array.from({ length: 100 }, (_, i) => {
      const institution = { ...scene.institution, id: `i${i}` }
      const lease: Context['store']['debts']['lease'] = async () => {
        seen.add(institution.id)
        return null
      }
      const store = { ...scene.store, debts: { ...scene.store.debts, lease } }
      return { ...scene.ctx, store, institution }
    })
    working(() => many, { pauseMs: HOUR })
    await until(() => seen.size === 100)
  })
})

describe('waking', () => {
  it('looks at once, instead of at the next turn', async () => {
    const worker = working(() => [scene.ctx], { pauseMs: HOUR })
    await pause(50)
    await askedLater(scene)
    worker.wake()
    await until(() => scene.mail.sent.length === 1)
  })
})

describe('stopping', () => {
  it('finishes what runs, begins nothing new', async () => {
    const { gate, pass } = aGate()
    scene.lms.onPost = async (score) => {
      await pass()
      return scene.lms.store(score)
    }
    await owing(scene, 3)
    const worker = working(() => [scene.ctx])
    await until(() => gate.waiting === 1)
    const stopped = worker.stop()
    gate.open()
    await stopped
    expect(scene.lms.posts).toHaveLength(1)
    expect(await scene.store.debts.counts()).toEqual({ due: 2, stuck: 0 })
  })

  it('does not wait for ever for an LMS that hangs: what it left is done by the next one', async () => {
    const { gate, pass } = aGate()
    scene.lms.onRead = async () => {
      await pass()
      return null
    }
    const [id] = await owing(scene, 1)
    const worker = working(() => [scene.ctx])
    await until(() => gate.waiting === 1)
    await worker.stop()
    scene.lms.onRead = (subject) => scene.lms.grades.get(subject) ?? null
    scene.clock.pass(MINUTE)
    working(() => [scene.ctx])
    await until(nothingDue(scene))
    // The one that hung wakes up too late, with a lease that is not its own any more.
    gate.open()
    await pause(50)
    expect(scene.lms.posts).toHaveLength(1)
    expect((await scene.store.claims.get(id ?? '')).state).toBe('final')
  })
})

describe('a poison debt', () => {
  it('backs off, ends stuck, and holds nobody up', async () => {
    const { id } = await askedLater(scene)
    const nearlySpent = { $set: { 'debts.ask.tries': TRIES - 3 } }
    await db.raw.collection('placements').updateOne({ _id: id as never }, nearlySpent)
    scene.mail.onSend = () => {
      throw new Error('a fault of ours')
    }
    working(() => [scene.ctx])
    const debt = async () => {
      const all = await scene.store.placements.ofPerson(scene.student.actor.person.id)
      return all[0]?.debts.ask
    }
    const isTried = (tries: number) => async () => ((await debt())?.tries ?? 0) >= tries
    for (let tries = TRIES - 2; tries <= TRIES; tries += 1) {
      await until(isTried(tries))
      scene.clock.pass(HOUR)
    }
    expect(await debt()).toMatchObject({ state: 'stuck', answers: [{}, {}, {}] })
    scene.mail.onSend = () => {}
    await askedLater(scene)
    await until(() => scene.mail.sent.length === 1)
  })

  it('that kills its worker each time ends stuck too', async () => {
    const [id] = await owing(scene, 1, { tries: TRIES - 2 })
    // Worker after worker took it and was never heard of again.
    for (let i = 0; i < 3; i += 1) {
      const at = scene.clock.now()
      await scene.store.debts.lease(at, `dead-${i}`, new Date(at.getTime() + MINUTE), ['score'])
      scene.clock.pass(MINUTE)
    }
    working(() => [scene.ctx])
    await until(nothingDue(scene))
    expect((await scene.store.claims.get(id ?? '')).debts.score).toMatchObject({
      state: 'stuck',
      answers: [{ text: 'delivery.fault' }],
    })
    expect(scene.lms.posts).toEqual([])
  })
})

describe('an LMS that says when to come back', () => {
  it('is not asked before, and then once', async () => {
    const [id] = await owing(scene, 1)
    scene.lms.onPost = () => ({ kind: 'later', reason: 'lms.busy', retryAfterMs: 20 * MINUTE })
    const worker = working(() => [scene.ctx])
    await until(() => scene.lms.posts.length === 1)
    scene.lms.onPost = (score) => scene.lms.store(score)
    scene.clock.pass(20 * MINUTE - 1)
    worker.wake()
    await pause(60)
    expect(scene.lms.posts).toHaveLength(1)
    scene.clock.pass(1)
    await until(nothingDue(scene))
    expect(scene.lms.posts).toHaveLength(2)
    expect((await scene.store.claims.get(id ?? '')).state).toBe('final')
  })
})

describe('a database that is away for a while', () => {
  it('ends nothing: the next turn tries again', async () => {
    let away = true
    const contexts = () => {
      if (away) throw new Error('no database')
      return [scene.ctx]
    }
    working(contexts)
    await askedLater(scene)
    await pause(50)
    away = false
    await until(() => scene.mail.sent.length === 1)
  })
})
