// The log on a page: bounded, newest first, by kind and by person, and only what an office may see.

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { load } from 'cheerio'
import { beforeEach, describe, expect, test } from 'vitest'
import { AUDITED } from '../../src/domain/audit.ts'
import { newId } from '../../src/random.ts'
import { testApp } from '../support/app.ts'
import { aCampus, type Campus, type Who } from '../support/campus.ts'
import { axeFindings, faultsIn } from '../support/html.ts'
import { Visitor } from '../support/visitor.ts'

const stint = testApp()
let campus: Campus
let count = 0
beforeEach(async () => {
  count += 1
  campus = await aCampus(stint.app, stint.lms, `log-${count}`)
})

const as = (who: Who) => new Visitor(stint.server).holding(campus.people[who])

/** A line of the log, some minutes ago. */
async function line(kind: string, by: Who | null, minutes: number, facts: object = {}) {
  await campus.ctx.store.audit.add({
    id: newId(),
    institutionId: campus.institution.id,
    at: new Date(stint.clock.now().getTime() - minutes * 60_000),
    what: `audit.${kind}`,
    personId: by && campus.people[by].person.id,
    facts: { ...facts },
  })
}

async function rows(who: Who, query = '') {
  const { status, text } = await as(who).get(`/audit${query}`)
  expect(status).toBe(200)
  const $ = load(text)
  const cells = $('tbody tr')
    .toArray()
    .map((row) =>
      $(row)
        .find('td')
        .toArray()
        .map((cell) => $(cell).text().replaceAll(/\s+/g, ' ').trim()),
    )
  return { cells, what: cells.map(([, , what]) => what), $, text }
}

describe('the log', () => {
  test('has every kind of line that is ever written, each with its readers and its words', () => {
    const src = join(import.meta.dirname, '../../src')
    const files = readdirSync(src, { recursive: true, encoding: 'utf8' })
    const source = files
      .filter((file) => file.endsWith('.ts'))
      .map((file) => readFileSync(join(src, file), 'utf8'))
    const written = source.flatMap((text) =>
      [...text.matchAll(/'audit\.([a-z]+[A-Z]\w*)'/g)].map(([, kind]) => kind ?? ''),
    )
    expect([...new Set(written)].sort()).toEqual(Object.keys(AUDITED).sort())
  })

  test('is told newest first, by whom, and with what', async () => {
    const platformId = campus.platform.id
    await line('platformPaused', 'admin', 2, { platformId })
    await line('settingsChanged', 'admin', 1)
    await line('reportRead', null, 0, { tokenId: 't1' })
    const { cells, text } = await rows('admin')
    const id = campus.people.admin.person.id
    const written = cells.filter(([, , what]) => !what?.startsWith('Invited'))
    expect(written.map(([, who, what]) => [who, what])).toEqual([
      ['An API token', 'Read the completion report token t1'],
      [`log-${count} admin ${id}`, 'Changed the institution’s settings'],
      [`log-${count} admin ${id}`, `Paused an LMS ${campus.platform.name}`],
    ])
    expect(faultsIn(text)).toEqual([])
    expect(await axeFindings(text)).toEqual([])
  })

  test('tells a token that was made by a command from one that reads, and which way a switch was set', async () => {
    await line('reportRead', null, 4, { tokenId: 't1' })
    await line('tokenMade', null, 3, { tokenId: 't1' })
    await line('tokenRevoked', null, 2, { tokenId: 't1' })
    await line('launchRoleEnough', 'admin', 1, { launchRoleEnough: true })
    await line('launchRoleEnough', 'admin', 0, { launchRoleEnough: false })
    const cells = (await rows('admin')).cells.filter(([, , what]) => !what?.startsWith('Invited'))
    const command = 'A command, or Stint itself'
    expect(cells.map(([, who]) => who).slice(2, 5)).toEqual([command, command, 'An API token'])
    const role = 'Said whether a launch’s role is enough to decide by'
    expect(cells.map(([, , what]) => what).slice(0, 2)).toEqual([`${role} no`, `${role} yes`])
  })

  test('shows to the registrar what is theirs, and nothing of the systems', async () => {
    await line('platformPaused', 'admin', 2)
    await line('factsImported', 'registrar', 1, { number: 3, people: 2, leftOut: 1 })
    expect((await rows('registrar')).what).toEqual([
      'Imported what is known about students import 3 · 2 people · 1 lines left out',
    ])
    const admin = await rows('admin')
    expect(admin.what.join()).not.toContain('about students')
    expect((await rows('registrar', '?kind=platformPaused')).what).toEqual([])
  })

  test('is filtered by kind and by person', async () => {
    await line('reportRead', 'registrar', 3)
    await line('reportRead', 'admin', 2)
    await line('ruleWritten', 'registrar', 1, { ruleId: 'r1', version: 2 })
    const { person } = campus.people.registrar
    const own = await rows('registrar', `?kind=reportRead&person=${person.id}`)
    expect(own.what).toEqual(['Read the completion report'])
    expect(own.$('#f-person').attr('value')).toBe(person.id)
    expect((await rows('registrar', `?person=${person.id}`)).what).toHaveLength(2)
    expect((await rows('registrar', '?kind=$where&person[$ne]=x')).what).toHaveLength(3)
  })

  test('comes in pages, none twice and none left out, and keeps its filter', async () => {
    for (let i = 0; i < 60; i += 1) await line('reportRead', 'registrar', Math.floor(i / 3))
    await line('ruleWritten', 'registrar', 0)
    const first = await rows('registrar', '?kind=reportRead')
    expect(first.cells).toHaveLength(50)
    const next = first.$('a.button').last().attr('href') ?? ''
    expect(next).toContain('kind=reportRead')
    const { cells, $ } = await rows('registrar', next.replace('/audit', ''))
    expect(cells).toHaveLength(10)
    expect($('main a.button')).toHaveLength(0)
  })

  test('names nobody who holds no office', async () => {
    await line('linkUsed', 'student', 0)
    const { cells, text } = await rows('admin')
    expect(cells[0]?.[1]).toBe(`Somebody without an office ${campus.people.student.person.id}`)
    expect(text).not.toContain(`log-${count} student`)
  })
})
