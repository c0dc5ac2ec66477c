// The demo's calendar: whatever day it is started on, its story is in term and nothing in it is late.

import { describe, expect, it } from 'vitest'
import { openCalendar } from '../../src/demo/calendar.ts'
import { plusDays } from '../../src/domain/terms.ts'
import { studentPage } from '../../src/services/claims/standings.ts'
import { calendarIn } from '../../src/services/office/calendar.ts'
import { aScene } from '../services/scene.ts'
import { testDatabase } from '../support/mongo.ts'

const db = testDatabase()

describe('the demo’s calendar', () => {
  it.each(['2026-06-01', '2026-11-25', '2026-12-24', '2028-02-29'])(
    'started on %s has a term in which claims can be submitted for days to come',
    async (today) => {
      const scene = await aScene(db.store)
      scene.clock.at = new Date(`${today}T18:00:00Z`)
      await openCalendar(scene.ctx)
      const { admission } = await studentPage(scene.student, scene.course.id, scene.assignment.id)
      const { term, window, submitBy } = admission?.timing ?? {}
      expect(term?.term).toMatchObject({ code: 'F26', name: 'Fall 2026' })
      expect((window?.opensOn ?? '') <= plusDays(today, -60)).toBe(true)
      expect((submitBy?.on ?? '') >= plusDays(today, 7)).toBe(true)
    },
  )

  it('stays as it is when it is there', async () => {
    const { ctx } = await aScene(db.store)
    await openCalendar(ctx)
    const before = await calendarIn(ctx)
    await openCalendar(ctx)
    expect(await calendarIn(ctx)).toEqual(before)
    expect(before.terms.map(({ code }) => code)).toEqual(['U26', 'F26'])
  })
})
