// The registrar's calendar and facts: forms, files with a preview, and a report of every bad line.

import { load } from 'cheerio'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { everythingIn, testApp } from '../support/app.ts'
import { aCampus, type Campus, type Who } from '../support/campus.ts'
import { axeFindings, faultsIn } from '../support/html.ts'
import { Visitor } from '../support/visitor.ts'

const stint = testApp()
let campus: Campus
let count = 0
beforeAll(async () => {
  campus = await aCampus(stint.app, stint.lms, 'north')
})
beforeEach(async () => {
  if (count > 0) campus = await aCampus(stint.app, stint.lms, `north-${count}`)
  count += 1
})

const as = (who: Who) => new Visitor(stint.server).holding(campus.people[who])
const terms = async () =>
  (await campus.ctx.store.terms.list()).filter(({ id }) => id !== campus.term.id)

const FALL = {
  code: 'F26',
  name: 'Fall 2026',
  startsOn: '2026-08-24',
  endsOn: '2026-12-18',
  addBy: '2026-09-04',
  censusOn: '',
  gradesDueOn: '2026-12-22',
  holidays: '2026-09-07 Labor Day\n2026-11-26/2026-11-27 Thanksgiving',
}

const HEADER = 'code,name,starts,ends,add,census,grades_due,holidays'
const GOOD = 'F26,Fall 2026,2026-08-24,2026-12-18,,,2026-12-22,"2026-11-26/2026-11-27 Thanksgiving"'

/** Sends a file as a browser does. */
function send(
  visitor: Visitor,
  path: string,
  file: Buffer | string,
  more: Record<string, string> = {},
) {
  const asked = visitor.ask('post', path).attach('file', Buffer.from(file), 'calendar.csv')
  for (const [name, value] of Object.entries({ ...visitor.guards, ...more })) {
    void asked.field(name, String(value))
  }
  return asked
}

/** The report: each bad line with its column and its sentence. */
function reportOn(html: string): string[] {
  const $ = load(html)
  return $('section[aria-labelledby=wrong-title] tbody tr')
    .toArray()
    .map((row) =>
      $(row)
        .find('th, td')
        .toArray()
        .map((cell) => $(cell).text().replace('Line ', ''))
        .join(' | '),
    )
}

/** Confirms what a preview shows. */
async function keep(visitor: Visitor, html: string, path: string) {
  const $ = load(html)
  const form = $(`form[action="${path}"]`)
  const asked = visitor.ask('post', path)
  for (const { name, value } of form.serializeArray()) void asked.field(name, value)
  return asked
}

async function sound(html: string): Promise<void> {
  expect(faultsIn(html)).toEqual([])
  expect(await axeFindings(html)).toEqual([])
}

describe('a term by form', () => {
  test('is kept, shown, changed and removed', async () => {
    const registrar = as('registrar')
    expect((await registrar.post('/calendar/new', FALL)).status).toBe(303)
    const list = await registrar.get('/calendar')
    await sound(list.text)
    expect(load(list.text)('tbody tr').text()).toContain('Fall 2026')
    expect(list.text).toContain('Tue 22 Dec 2026')
    const [kept] = await terms()
    expect(kept?.holidays).toEqual([
      { from: '2026-09-07', to: '2026-09-07', name: 'Labor Day' },
      { from: '2026-11-26', to: '2026-11-27', name: 'Thanksgiving' },
    ])
    const path = `/calendar/${kept?.id}`
    const page = await registrar.get(path)
    await sound(page.text)
    const changed = await registrar.fill(path, path, { gradesDueOn: '2026-12-21' })
    expect(changed.status).toBe(303)
    expect((await terms())[0]).toMatchObject({ gradesDueOn: '2026-12-21', version: 1 })
    const removed = await registrar.fill(path, `${path}/remove`)
    expect(removed.status).toBe(303)
    expect(await terms()).toEqual([])
  })
  test('needs its days, in an order that can be', async () => {
    const registrar = as('registrar')
    const wrong = { ...FALL, endsOn: '2026-08-01', gradesDueOn: '2026-02-30', holidays: 'soon' }
    const answer = await registrar.post('/calendar/new', wrong)
    expect(answer.status).toBe(422)
    await sound(answer.text)
    const links = load(answer.text)('.error-summary a')
      .toArray()
      .map((a) => a.attribs.href)
    expect(links).toEqual(['#f-holidays'])
    const days = await registrar.post('/calendar/new', { ...wrong, holidays: '' })
    const fields = load(days.text)('.error-summary a')
      .toArray()
      .map((a) => a.attribs.href)
    expect(fields).toEqual(['#f-gradesDueOn'])
    const order = await registrar.post('/calendar/new', { ...FALL, endsOn: '2026-08-01' })
    expect(order.text).toContain('The term ends before it starts.')
    expect(await terms()).toEqual([])
  })
  test('has a code of its own', async () => {
    const registrar = as('registrar')
    await registrar.post('/calendar/new', FALL)
    const again = await registrar.post('/calendar/new', { ...FALL, name: 'Another' })
    expect(again.status).toBe(422)
    expect(again.text).toContain('Another term has this code.')
  })
  test('changed by two at once is kept by the first, and the second sees why', async () => {
    const registrar = as('registrar')
    await registrar.post('/calendar/new', FALL)
    const path = `/calendar/${(await terms())[0]?.id}`
    await registrar.post(path, { ...FALL, version: '0', name: 'First' })
    const late = await registrar.post(path, { ...FALL, version: '0', name: 'Second' })
    expect(late.status).toBe(409)
    expect((await terms())[0]?.name).toBe('First')
  })
  test('is read by nobody but the registrar', async () => {
    for (const who of ['student', 'instructor', 'admin'] as const) {
      expect([401, 403]).toContain((await as(who).get('/calendar')).status)
    }
  })
})

describe('a calendar from a file', () => {
  test('keeps nothing until it is confirmed, and then each term under its code', async () => {
    const registrar = as('registrar')
    await registrar.get('/calendar/import')
    const before = await everythingIn(stint.raw)
    const preview = await send(registrar, '/calendar/import', `${HEADER}\n${GOOD}\n`)
    expect(preview.status).toBe(200)
    await sound(preview.text)
    expect(preview.text).toContain('1 new term, 0 changed, 0 as before.')
    expect(await everythingIn(stint.raw)).toBe(before)
    const kept = await keep(registrar, preview.text, '/calendar/import/keep')
    expect(kept.status).toBe(303)
    expect(await terms()).toMatchObject([{ code: 'F26', gradesDueOn: '2026-12-22' }])
    const later = `${HEADER}\n${GOOD.replace('2026-12-22', '2026-12-21')}\nS27,Spring,2027-01-11,2027-05-07,,,,`
    const second = await send(registrar, '/calendar/import', later)
    expect(second.text).toContain('1 new term, 1 changed, 0 as before.')
    await keep(registrar, second.text, '/calendar/import/keep')
    expect((await terms()).map((t) => [t.code, t.gradesDueOn])).toEqual([
      ['F26', '2026-12-21'],
      ['S27', null],
    ])
  })
  test('is refused when the calendar has changed since the preview, and shows the new one', async () => {
    const registrar = as('registrar')
    await registrar.get('/calendar/import')
    const preview = await send(registrar, '/calendar/import', `${HEADER}\n${GOOD}`)
    await registrar.post('/calendar/new', FALL)
    const late = await keep(registrar, preview.text, '/calendar/import/keep')
    expect(late.status).toBe(409)
    expect(late.text).toContain('0 new terms, 1 changed')
    expect((await terms())[0]?.addBy).toBe('2026-09-04')
  })
  test('tells of every bad line its number, what is wrong and what would be right', async () => {
    const registrar = as('registrar')
    await registrar.get('/calendar/import')
    const file = [
      HEADER,
      GOOD,
      'S27,Spring 2027,01/11/2027,2027-05-07,,,,',
      '=HYPERLINK("x"),Sum,2027-06-01,2027-07-31,,,,',
      'F26,Again,2026-08-24,2026-12-18,,,,',
      'F27,Fall 2027,2027-08-23,2027-01-01,,,2027-02-31,Labor Day',
      'X,too few',
      ',,,,,,,',
      'W27,"Winter, short",2027-01-04,2027-01-22,2026-12-30,,,',
    ].join('\n')
    const { text } = await send(registrar, '/calendar/import', file)
    await sound(text)
    expect(reportOn(text)).toEqual([
      '3 | starts | “01/11/2027” is not a day as we write it. Did you mean 2027-01-11 / 2027-11-01?',
      '4 | code | It begins with =, which spreadsheets run as a formula. Remove the sign.',
      '5 | code | The same stands in line 2 already. Keep one of the two.',
      '6 | grades_due | “2027-02-31” is not a day. Write it like 2026-08-24.',
      '6 | holidays | “Labor Day” is not a holiday as we write it. Write 2026-09-07 Labor Day, or 2026-11-26/2026-11-27 Thanksgiving.',
      '7 | whole line | This line has 2 cells, and the header has 8. Write a value with commas or semicolons in quotation marks.',
      '9 | add | This is before the term starts.',
    ])
    expect(text).toContain('Keep 1 term')
  })
  test.each<[string, Buffer | string]>([
    [
      'a mark at its beginning and semicolons',
      `\uFEFF${`${HEADER}\r\n${GOOD}`.replaceAll(',', ';')}\r\n`,
    ],
    ['tabs in UTF-16', Buffer.from(`\uFEFF${HEADER}\n${GOOD}`.replaceAll(',', '\t'), 'utf16le')],
    ['columns to its right that are empty', `${HEADER},,\n${GOOD},,\n`],
    [
      'a first line that names the mark, as spreadsheets like it',
      `sep=;\n${`${HEADER}\n${GOOD}`.replaceAll(',', ';')}`,
    ],
    ['line ends of old Macs', `${HEADER}\r${GOOD}\r`],
    [
      'headers as people write them',
      `Code,Name,Start Date,End Date,Add deadline,Census date,Grades due,Holidays\n${GOOD}`,
    ],
    [
      'empty lines and a line break in a cell',
      `${HEADER}\n\n\n${GOOD.replace('Fall 2026', '"Fall\n2026"')}\n\n`,
    ],
  ])('is read with %s', async (_what, file) => {
    const registrar = as('registrar')
    await registrar.get('/calendar/import')
    const { text } = await send(registrar, '/calendar/import', file)
    expect(reportOn(text)).toEqual([])
    expect(text).toContain('1 new term')
  })
  test('keeps letters that are no UTF-8 as Windows writes them', async () => {
    const registrar = as('registrar')
    await registrar.get('/calendar/import')
    const file = Buffer.from(`${HEADER}\n${GOOD.replace('Fall', 'Été')}`, 'latin1')
    expect((await send(registrar, '/calendar/import', file)).text).toContain('Été 2026')
  })
  test.each([
    ['nothing', '', 422, 'Choose a file'],
    ['only a header', HEADER, 200, 'There is nothing in it.'],
    ['a quotation mark that is never closed', `${HEADER}\n${GOOD}\n"F27,Fall`, 200, 'never closed'],
    [
      'no code column',
      'name,starts,ends\nFall,2026-08-24,2026-12-18',
      200,
      'This column is missing',
    ],
    ['an image', '\x89PNG\r\n\x1a\n\0\0\0IHDR', 200, 'This column is missing'],
  ])('of %s says what it needs', async (_what, file, status, said) => {
    const registrar = as('registrar')
    await registrar.get('/calendar/import')
    const answer = await send(registrar, '/calendar/import', file)
    expect([answer.status, answer.text.includes(said)]).toEqual([status, true])
    await sound(answer.text)
    expect(answer.text).not.toContain('/calendar/import/keep')
  })
  test('may be pasted, too', async () => {
    const registrar = as('registrar')
    const preview = await registrar.fill('/calendar/import', '/calendar/import', {
      csv: `${HEADER}\n${GOOD}`,
    })
    expect(preview.text).toContain('1 new term')
  })
  test('shows what somebody wrote in it as text, never as HTML', async () => {
    const registrar = as('registrar')
    await registrar.get('/calendar/import')
    const file = `${HEADER}\n${GOOD.replace('Fall 2026', '</textarea><script>alert(1)</script>')}`
    const { text } = await send(registrar, '/calendar/import', file)
    expect(text).not.toContain('<script>alert')
    const kept = await keep(registrar, text, '/calendar/import/keep')
    expect(kept.status).toBe(303)
    expect((await terms())[0]?.name).toContain('<script>')
  })
  test('of 5 MB is refused before it is looked at, and a broken form is no fault of ours', async () => {
    const registrar = as('registrar')
    await registrar.get('/calendar/import')
    const big = await send(registrar, '/calendar/import', 'x'.repeat(5_000_000))
    expect(big.status).toBe(413)
    const broken = await registrar
      .ask('post', '/calendar/import')
      .set('Content-Type', 'multipart/form-data; boundary=none')
      .send('nothing of that kind')
    expect(broken.status).toBe(400)
  })
  test('from somebody without a session is not even read', async () => {
    const answer = await send(new Visitor(stint.server), '/calendar/import', `${HEADER}\n${GOOD}`)
    expect(answer.status).toBe(401)
    const student = await send(as('student'), '/calendar/import/keep', `${HEADER}\n${GOOD}`)
    expect(student.status).toBe(401)
    const admin = await send(as('admin'), '/calendar/import/keep', `${HEADER}\n${GOOD}`)
    expect(admin.status).toBe(403)
  })
})

describe('facts about students from a file', () => {
  const FACTS = 'sis_id,gpa,standing,credits_earned,majors\n'
  test('are kept as the next import, and the people of an older one keep what it said', async () => {
    const registrar = as('registrar')
    await registrar.get('/students')
    const day = { asOf: '2026-11-01' }
    const first = await send(
      registrar,
      '/students/preview',
      `${FACTS}N1,3.1,good,40,BIO|CHE\nN2,2.0,probation,12,`,
      day,
    )
    await sound(first.text)
    expect(first.text).toContain('2 people, of whom 0 have come here already')
    expect(await campus.ctx.store.facts.imports()).toEqual([])
    expect((await keep(registrar, first.text, '/students/keep')).status).toBe(303)
    const second = await send(registrar, '/students/preview', 'sis_id,gpa\nN1,"3,4"', day)
    await keep(registrar, second.text, '/students/keep')
    const list = await registrar.get('/students')
    await sound(list.text)
    expect(load(list.text)('tbody tr').toArray()).toHaveLength(2)
    expect(await campus.ctx.store.facts.ofPerson('N1')).toMatchObject([
      { importNumber: 1, facts: { gpa: 3.1, majors: ['BIO', 'CHE'] } },
      { importNumber: 2, facts: { gpa: 3.4, majors: null } },
    ])
    expect(await campus.ctx.store.facts.ofPerson('N2')).toMatchObject([
      { facts: { goodStanding: false, majors: null } },
    ])
  })
  test('of ten thousand lines are read at once, with the bad ones by their numbers', async () => {
    const registrar = as('registrar')
    await registrar.get('/students')
    const lines = Array.from(
      { length: 10_000 },
      (_v, i) => `N${i},${i % 1000 === 999 ? 'high' : '3.1'},good,${i % 200},BIO`,
    )
    const { text, status } = await send(registrar, '/students/preview', FACTS + lines.join('\n'), {
      asOf: '2026-11-01',
    })
    expect(status).toBe(200)
    expect(reportOn(text)).toHaveLength(10)
    expect(reportOn(text)[0]).toBe(
      '1001 | gpa | “high” is not a number from 0 to 100. Write it like 3.25.',
    )
    const kept = await keep(registrar, text, '/students/keep')
    expect(kept.status).toBe(303)
    expect(await campus.ctx.store.facts.imports()).toMatchObject([{ people: 9990, leftOut: 10 }])
  })
  test('say what is wrong with them: signs, numbers, standings, one person twice', async () => {
    const registrar = as('registrar')
    await registrar.get('/students')
    const file = [
      'Student ID;GPA;Standing;Nickname',
      'N1;3.1;so-so;',
      'N1;101;good;',
      '@SUM(1);;;',
      ';3;good;',
      'N5;-2;no;',
      'N6;3.1;good;Ada',
    ].join('\n')
    const { text } = await send(registrar, '/students/preview', file, { asOf: '2026-11-01' })
    expect(reportOn(text)).toEqual([
      '1 | nickname | Nobody knows this column, so it is left out. Known ones are: sis_id, gpa, standing, credits_earned, level, majors, prerequisites, trainings, internship_credits, internship_credits_major, major_credits, internship_claims.',
      '2 | standing | “so-so” can mean anything. Write good or not good.',
      '3 | sis_id | The same stands in line 2 already. Keep one of the two.',
      '3 | gpa | “101” is not a number from 0 to 100. Write it like 3.25.',
      '4 | sis_id | It begins with @, which spreadsheets run as a formula. Remove the sign.',
      '5 | sis_id | This is needed and empty.',
      '6 | gpa | “-2” is not a number from 0 to 100. Write it like 3.25.',
    ])
  })
  test('of a day that has not come are refused', async () => {
    const registrar = as('registrar')
    await registrar.get('/students')
    const answer = await send(registrar, '/students/preview', `${FACTS}N1,3,good,1,`, {
      asOf: '2999-01-01',
    })
    expect([answer.status, answer.text.includes('This day has not come yet.')]).toEqual([422, true])
  })
})
