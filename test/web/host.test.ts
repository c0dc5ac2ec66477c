// The institution on pages before sign-in: its name, its colour and its office, also where somebody is refused.

import { load } from 'cheerio'
import { beforeAll, describe, expect, test } from 'vitest'
import { testApp } from '../support/app.ts'
import { aCampus, type Campus } from '../support/campus.ts'
import { axeFindings, faultsIn } from '../support/html.ts'

const stint = testApp()
let campus: Campus
beforeAll(async () => {
  campus = await aCampus(stint.app, stint.lms, 'north')
  const { id: _, slug: __, createdAt: ___, ...settings } = campus.institution
  const own = { name: 'North University', colour: '#8a1538', officeMail: 'credit@north.example' }
  await campus.ctx.directory.institutions.change(campus.institution.id, { ...settings, ...own })
})

async function seen(path: string, status = 200) {
  const answer = await stint.visitor().get(path)
  expect(answer.status).toBe(status)
  expect(faultsIn(answer.text)).toEqual([])
  expect(await axeFindings(answer.text)).toEqual([])
  const $ = load(answer.text)
  return {
    masthead: $('.masthead').text().replaceAll(/\s+/g, ' ').trim(),
    sheet: $('link[rel=stylesheet]').last().attr('href'),
    text: $('main').text(),
  }
}

const SHEET = '/lti/north/colour.css?c=8a1538'

describe('the institution’s name and colour', () => {
  test.each<[string, () => string, number]>([
    ['the employer’s page', () => `/confirm/${campus.confirmToken}`, 200],
    ['the door of the office', () => `/enter/${campus.enterToken}`, 200],
    ['the page of installation values', () => '/lti/north/install', 200],
    ['the page that says how to get in', () => '/lti/north/open', 200],
    ['a launch that is refused', () => '/lti/north/login?iss=https://nobody.example', 400],
    ['an invitation that leads nowhere', () => '/lti/north/register?invite=nothing', 404],
  ])('stand on %s', async (_what, path, status) => {
    const { masthead, sheet } = await seen(path(), status)
    expect(masthead).toBe('Stint North University')
    expect(sheet).toBe(SHEET)
  })

  test('stand on no page of which nobody knows whose it is', async () => {
    for (const [path, status] of [
      ['/lti/nowhere/install', 404],
      ['/confirm/nothing.nothing', 404],
      ['/', 401],
    ] as const) {
      const { masthead, sheet } = await seen(path, status)
      expect(masthead).toBe('Stint')
      expect(sheet).toBe('/public/app.css')
    }
  })
})

describe('the office', () => {
  test('is named to employers as somebody to ask, and to who cannot find the way in', async () => {
    const employer = await seen(`/confirm/${campus.confirmToken}`)
    expect(employer.text).toContain('Or the office of North University: credit@north.example.')
    const lost = await seen('/lti/north/open')
    expect(lost.text).toContain('write to credit@north.example')
  })
})
