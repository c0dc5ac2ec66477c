// Every page in a real browser, under the real content policy: readable, reachable, within its width; and what the script adds.

import { readFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { basename, join } from 'node:path'
import axe from 'axe-core'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openViews } from '../../src/views.ts'
import { openBrowser } from '../support/browser.ts'
import { pageSamples } from './page-samples.ts'

const PUBLIC = join(import.meta.dirname, '../../public')
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; frame-src 'self'"
const views = openViews()
const samples = new Map(pageSamples().map((sample) => [sample.name, sample]))
const names = [...samples.keys()]

let browser: Browser
let server: Server
let origin: string
let page: Page
let posts: string[] = []
/** Pages that change between two looks. */
let shown = new Map<string, string>()

beforeAll(async () => {
  server = createServer(serve)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  browser = await openBrowser()
  // Nothing moves: a colour on its way to another is neither of them.
  const viewport = { width: 600, height: 800 }
  page = await browser.newPage({ viewport, reducedMotion: 'reduce' })
})

function serve(req: IncomingMessage, res: ServerResponse): void {
  const path = new URL(req.url ?? '/', origin).pathname
  res.setHeader('content-security-policy', POLICY)
  if (path.startsWith('/public/')) {
    res.setHeader('content-type', path.endsWith('.css') ? 'text/css' : 'text/javascript')
    res.end(readFileSync(join(PUBLIC, basename(path))))
    return
  }
  res.setHeader('content-type', 'text/html; charset=utf-8')
  if (req.method !== 'POST') return void res.end(htmlOf(path.slice(1)))
  posts.push(path)
  // Slow enough for a hasty person to click again.
  setTimeout(() => res.end('<h1>Done</h1>'), 300)
}

afterAll(async () => {
  await browser.close()
  server.close()
})

beforeEach(async () => {
  posts = []
  shown = new Map()
  // Colours are read as they end, not on their way.
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' })
  await page.setViewportSize({ width: 600, height: 800 })
})

function htmlOf(name: string): string {
  if (name === 'frame') return '<iframe src="/student-start"></iframe>'
  const sample = samples.get(shown.get(name) ?? name)
  return sample ? views.page(sample.view, sample.model) : ''
}

async function complaints(rules?: string[]): Promise<string[]> {
  await page.evaluate(axe.source)
  return page.evaluate(async (only) => {
    const run = Reflect.get(window, 'axe').run as typeof axe.run
    const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
    const { violations } = await run(document, { runOnly: only ?? tags })
    return violations.flatMap((v) => v.nodes.map((node) => `${v.id}: ${node.html.slice(0, 200)}`))
  }, rules)
}

function sideways(): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
}

function smallTargets(): Promise<string[]> {
  const targets = '.button, .choice > label, .field input:not([type=radio], [type=checkbox])'
  return page.evaluate(
    (selector) =>
      [...document.querySelectorAll(selector)]
        .filter((e) => e.checkVisibility() && e.getBoundingClientRect().height < 44)
        .map((e) => e.outerHTML),
    targets,
  )
}

describe('a page in the browser', () => {
  it.each(names)(
    'can be read and reached, in light and dark, wide and narrow: %s',
    async (name) => {
      await page.goto(`${origin}/${name}`)
      expect(await complaints()).toEqual([])
      expect(await sideways()).toBeLessThanOrEqual(0)
      await page.emulateMedia({ colorScheme: 'dark' })
      expect(await complaints(['color-contrast'])).toEqual([])
      await page.setViewportSize({ width: 320, height: 700 })
      expect(await sideways()).toBeLessThanOrEqual(0)
      expect(await smallTargets()).toEqual([])
    },
  )
})

describe('the script', () => {
  it('leads to what needs another look', async () => {
    await page.goto(`${origin}/confirm-problem`)
    const focused = await page.evaluate(() => document.activeElement?.className)
    expect(focused).toContain('error-summary')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('f-hours')
  })

  it('sends a form once, however often it is clicked, with the button that was clicked', async () => {
    await page.goto(`${origin}/confirm`)
    await page.getByLabel('Yes, as shown').check()
    const send = page.getByRole('button', { name: 'Send my answer' })
    await send.evaluate((button: HTMLButtonElement) => {
      button.click()
      button.click()
    })
    await page.getByRole('heading', { name: 'Done' }).waitFor()
    expect(posts).toEqual(['/confirm/i1.token'])
  })

  it('sends the form of a placement, although leaving it with typed text is warned about', async () => {
    await page.goto(`${origin}/placement-draft`)
    await page.getByLabel('Title').fill('Survey clean-up')
    await page.getByRole('button', { name: 'Save for later' }).click()
    await page.getByRole('heading', { name: 'Done' }).waitFor()
    expect(posts).toEqual(['/placements'])
  })

  it('adds lines to the hours, their sum, and what comes out per hour', async () => {
    await page.goto(`${origin}/placement-new`)
    await page.getByRole('button', { name: 'Add a line' }).click()
    await page.keyboard.press('Tab')
    await page.getByLabel('Hours, line 6').fill('7,5')
    await page.getByLabel('Hours, line 1').fill('2.5')
    await page.getByText('10 hours together').waitFor()
    await page.getByLabel('A fixed amount for all of it').check()
    await page.getByLabel('Amount', { exact: true }).fill('150')
    await page.getByText('That is $15.00 per hour.').waitFor()
    await page.getByLabel('By the hour').check()
    await page.getByText('That is $150.00 per hour.').waitFor()
  })

  it('puts typed text back where it was typed, also on a page that has grown and lost fields since', async () => {
    const form = (fields: string) =>
      `<form method="post" action="/claim" data-once>${fields}</form>`
    const choice = (id: string) =>
      `<label><input type="checkbox" name="chosen" value="${id}">${id}</label>`
    const vouch = (rule: string) =>
      form(`<input type="hidden" name="parameter" value="${rule}"><textarea name="why"></textarea>`)
    const text = (name: string) => `<textarea name="${name}"></textarea>`
    const show = async (...forms: string[]) => {
      const body = `<body data-who="ada"><div data-typed hidden>Back <button>Away</button></div>`
      const html = `${body}${forms.join('')}<script type="module" src="/public/app.js"></script>`
      await page.unroute('**/typed')
      await page.route('**/typed', (route) =>
        route.fulfill({ contentType: 'text/html', body: html }),
      )
      await page.goto(`${origin}/typed`)
    }
    const why = (nth: number) => page.locator('[name=why]').nth(nth)
    await show(form(choice('b') + choice('c') + text('late-b') + text('reflection')), vouch('gpa'))
    await page.getByLabel('b').check()
    await page.locator('[name=reflection]').fill('I learnt to ask.')
    await why(0).fill('They told me.')

    const grown = form(choice('a') + choice('c') + choice('b') + text('reflection'))
    await show(grown, vouch('age'), vouch('gpa'))
    await page.getByText('Back').waitFor()
    const ticked = () =>
      page.locator(':checked').evaluateAll((all) => all.map((e) => e.getAttribute('value')))
    expect(await ticked()).toEqual(['b'])
    expect(await page.locator('[name=reflection]').inputValue()).toBe('I learnt to ask.')
    expect([await why(0).inputValue(), await why(1).inputValue()]).toEqual(['', 'They told me.'])

    await show(form(choice('a')))
    expect(await ticked()).toEqual([])
    expect(await page.getByText('Back').isVisible()).toBe(false)
    await page.evaluate(() => sessionStorage.clear())
  })

  it('looks again at a score that is on its way, until it has arrived', async () => {
    await page.goto(`${origin}/claim-sending`)
    await page.getByText('On its way to the gradebook').waitFor()
    shown.set('claim-sending', 'claim-delivered')
    await page.getByText('In the gradebook since').waitFor()
    expect(await page.locator('[data-live]').count()).toBe(0)
  })

  it('copies a value line by line, also where the browser keeps its newer clipboard closed', async () => {
    await page.goto(`${origin}/install`)
    await page.evaluate(() => {
      navigator.clipboard.writeText = () => Promise.reject(new Error('closed'))
      document.body.append(document.createElement('textarea'))
    })
    const copy = page.locator('#moodle [data-copy*="context_history"]')
    await copy.click()
    await page.locator('textarea').focus()
    await page.keyboard.press('Control+V')
    expect(await page.locator('textarea').inputValue()).toBe(await copy.getAttribute('data-copy'))
    expect(await copy.textContent()).toBe('Copied')
  })

  it('tells the LMS how tall the page in its frame is', async () => {
    await page.addInitScript(() => {
      if (parent === window)
        addEventListener('message', ({ data }) => document.body.append(String(data)))
    })
    await page.goto(`${origin}/frame`)
    const text = (await page.getByText('lti.frameResize').textContent()) ?? ''
    const { subject, height } = JSON.parse(text.slice(text.indexOf('{'), text.indexOf('}') + 1))
    expect(subject).toBe('lti.frameResize')
    expect(height).toBeGreaterThan(1000)
  })
})
