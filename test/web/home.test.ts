// The first page of each office, at the address under which every session begins.

import { load } from 'cheerio'
import { beforeAll, describe, expect, test } from 'vitest'
import type { OfficeRole } from '../../src/domain/access.ts'
import { newId } from '../../src/random.ts'
import { testApp } from '../support/app.ts'
import { aPerson } from '../support/builders.ts'
import { aCampus, type Campus, signIntoOffice } from '../support/campus.ts'
import { Visitor } from '../support/visitor.ts'

const stint = testApp()
let campus: Campus
beforeAll(async () => {
  campus = await aCampus(stint.app, stint.lms, 'home')
})

async function office(role: OfficeRole): Promise<Visitor> {
  const { ctx, institution } = campus
  const person = aPerson({
    institutionId: institution.id,
    id: newId(),
    accounts: [],
    offices: [role],
  })
  await ctx.store.people.add(person)
  return new Visitor(stint.server).holding(await signIntoOffice(ctx, person, role))
}

describe('an office', () => {
  test.each<[OfficeRole, string]>([
    ['registrar', 'Completions'],
    ['approver', 'Credit rules'],
    ['admin', 'Does it work?'],
    ['career', 'Nothing for you to do here'],
  ])('of %s begins with its own page', async (role, title) => {
    const page = await (await office(role)).get('/')
    expect(page.status).toBe(200)
    expect(load(page.text)('h1').text()).toBe(title)
  })

  test('that decides nothing about credit sees no completions, no rules and no administration', async () => {
    const career = await office('career')
    expect((await career.get('/')).text).not.toContain(campus.people.student.person.name ?? '?')
    for (const path of ['/reports', '/rules', '/calendar', '/students', '/admin']) {
      expect((await career.get(path)).status).toBe(403)
    }
  })
})
