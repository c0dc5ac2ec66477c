// The registrar's rows: batched, in order, without test systems, each reading in the audit log.

import { beforeEach, describe, expect, it } from 'vitest'
import type { Row } from '../../src/domain/report.ts'
import type { Context } from '../../src/services/context.ts'
import { completionPage, completionRows } from '../../src/services/office/reports.ts'
import { aClaim, aPlatform } from '../support/builders.ts'
import { testDatabase } from '../support/mongo.ts'
import type { Scene } from './scene.ts'
import { approved, aScene, asked, confirmed, scoreOnce, submittedWith } from './scene.ts'

const db = testDatabase()
let scene: Scene

beforeEach(async () => {
  scene = await aScene(db.store)
})

async function rows(ctx: Context = scene.ctx): Promise<Row[]> {
  const all: Row[] = []
  for await (const row of completionRows(ctx)) all.push(row)
  return all
}

/** Approved claims of the student, without the way there. */
async function manyApproved(count: number): Promise<string[]> {
  const of = {
    institutionId: scene.institution.id,
    personId: scene.student.actor.person.id,
    courseId: scene.course.id,
    platformId: scene.platform.id,
  }
  const ids = Array.from(
    { length: count },
    (_, i) => `k${String(i).padStart(4, '0')}${scene.course.id}`,
  )
  const assignments = ids.map((id) => ({ ...scene.assignment, id: `a${id}`, resourceLinkId: id }))
  for (const assignment of assignments) await scene.store.assignments.add(assignment)
  for (const [i, id] of ids.entries()) {
    const assignmentId = assignments[i]?.id ?? ''
    await scene.store.claims.add(aClaim({ ...of, id, assignmentId, state: 'approved' }))
  }
  return ids
}

async function openCursors(): Promise<number> {
  const { metrics } = await db.raw.admin().command({ serverStatus: 1 })
  return Number(metrics.cursor.open.total)
}

describe('the report', () => {
  it('has a row for an approved claim, and follows its score into the gradebook', async () => {
    const { id } = await submittedWith(scene, [(await confirmed(scene)).id])
    expect(await rows()).toEqual([])
    await approved(scene, id)
    expect(await rows()).toMatchObject([
      {
        claim_id: id,
        first_name: 'Ada',
        hours_counted: 20,
        lms_score_given: 50,
        lms_sync_state: 'waiting',
        lms_value_seen: null,
        approved_by: 'Lin Okafor',
      },
    ])
    await scoreOnce(scene)
    expect(await rows()).toMatchObject([{ lms_sync_state: 'delivered', lms_value_seen: 50 }])
  })

  it('leaves a placement out that still waited at the approval', async () => {
    const [known, waiting] = [await confirmed(scene), await asked(scene)]
    await approved(scene, (await submittedWith(scene, [known.id, waiting.id])).id)
    expect(await rows()).toMatchObject([{ placement_id: known.id, hours_work_confirmed: 20 }])
  })

  it('holds nothing of another institution, and nothing of a test system', async () => {
    const { id } = await submittedWith(scene, [(await confirmed(scene)).id])
    await approved(scene, id)
    const other = await aScene(db.store)
    expect(await rows(other.ctx)).toEqual([])
    const test = aPlatform({ institutionId: scene.institution.id, test: true })
    await scene.store.platforms.add(test)
    const platformId = test.id
    await db.raw.collection('claims').updateOne({ _id: id as never }, { $set: { platformId } })
    expect(await rows()).toEqual([])
  })

  it('looks things up in batches, not row by row', async () => {
    const ids = await manyApproved(230)
    const calls: Record<string, number> = {}
    const counted = <T extends object>(name: string, part: T): T =>
      new Proxy(part, {
        get(target, key) {
          calls[name] = (calls[name] ?? 0) + 1
          return Reflect.get(target, key)
        },
      })
    const { store } = scene
    const watched = {
      ...store,
      people: counted('people', store.people),
      courses: counted('courses', store.courses),
      placements: counted('placements', store.placements),
    }
    const read = await rows({ ...scene.ctx, store: watched })
    expect(read.map((row) => row.claim_id)).toEqual(ids)
    expect(calls).toEqual({ people: 3, courses: 3, placements: 3 })
  })

  it('goes on after a claim, page by page, until nothing is left', async () => {
    const ids = await manyApproved(5)
    const first = await completionPage(scene.ctx, null, 2)
    const second = await completionPage(scene.ctx, first.next, 2)
    const third = await completionPage(scene.ctx, second.next, 2)
    const all = [first, second, third].flatMap((page) => page.rows.map((row) => row.claim_id))
    expect(all).toEqual(ids)
    expect(third.next).toBeNull()
  })

  it('leaves no cursor open in the database when the reader goes away', async () => {
    await manyApproved(230)
    const before = await openCursors()
    for (let i = 0; i < 3; i += 1) {
      for await (const row of completionRows(scene.ctx)) if (row) break
    }
    expect(await openCursors()).toBe(before)
  })

  it('notes each reading once, with who read', async () => {
    await manyApproved(3)
    await rows()
    await completionPage(scene.instructor, null, 2)
    const personId = scene.instructor.actor.person.id
    expect((await scene.store.audit.list(10)).map((e) => [e.what, e.personId])).toEqual([
      ['audit.reportRead', personId],
      ['audit.reportRead', null],
    ])
  })
})
