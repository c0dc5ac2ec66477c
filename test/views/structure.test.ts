// What a checker of pages does not ask: one first heading, controls joined to their words, forms tied to sessions, readable colours.

import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { JSDOM } from 'jsdom'
import { describe, expect, it } from 'vitest'
import { openViews } from '../../src/views.ts'
import { pageSamples } from './page-samples.ts'

const PUBLIC = join(import.meta.dirname, '../../public')
const views = openViews()
const samples = pageSamples().map((sample) => [sample.name, sample] as const)

const documents = new Map(
  pageSamples().map(({ name, view, model }) => [
    name,
    new JSDOM(views.page(view, model)).window.document,
  ]),
)

function documentOf({ name }: { name: string }): Document {
  const document = documents.get(name)
  if (!document) throw new Error(`no page ${name}`)
  return document
}

describe('a page', () => {
  it.each(samples)(
    'has one first heading, one main part, and each id once: %s',
    (_name, sample) => {
      const document = documentOf(sample)
      expect(document.querySelectorAll('h1')).toHaveLength(1)
      expect(document.querySelectorAll('main')).toHaveLength(1)
      const ids = [...document.querySelectorAll('[id]')].map((element) => element.id)
      expect(ids.filter((id, i) => ids.indexOf(id) !== i)).toEqual([])
    },
  )

  it.each(samples)(
    'joins every control to its words, and every link to its place: %s',
    (_name, sample) => {
      const document = documentOf(sample)
      const named = [...document.querySelectorAll('[aria-describedby], [aria-labelledby]')].flatMap(
        (e) =>
          `${e.getAttribute('aria-describedby') ?? ''} ${e.getAttribute('aria-labelledby') ?? ''}`
            .trim()
            .split(/\s+/),
      )
      const linked = [...document.querySelectorAll('a[href^="#"]')].map(
        (a) => a.getAttribute('href')?.slice(1) ?? '',
      )
      expect([...named, ...linked].filter((id) => !document.getElementById(id))).toEqual([])
    },
  )

  it.each(samples)(
    'keeps to the content policy: no inline style, script or handler: %s',
    (_name, sample) => {
      const document = documentOf(sample)
      expect(document.querySelectorAll('[style], style, script:not([src])')).toHaveLength(0)
      const handlers = [...document.querySelectorAll('*')].filter((e) =>
        e.getAttributeNames().some((n) => n.startsWith('on')),
      )
      expect(handlers).toEqual([])
    },
  )

  it.each(samples)('ties every form of a signed-in person to the session: %s', (_name, sample) => {
    const document = documentOf(sample)
    // What goes to an LMS must carry nothing of the session.
    const forms = [...document.querySelectorAll('form[method=post][action^="/"]')].filter(
      () => sample.model.shell.session,
    )
    expect(
      forms.filter(
        (form) => !form.querySelector('[name=_csrf]') || !form.querySelector('[name=_session]'),
      ),
    ).toEqual([])
    const foreign = [...document.querySelectorAll('form[action^="https:"]')]
    expect(foreign.filter((form) => form.querySelector('[name^=_]'))).toEqual([])
  })
})

describe('the stylesheet', () => {
  const css = readFileSync(join(PUBLIC, 'app.css'), 'utf8')
  const [light = '', dark = ''] = [...css.matchAll(/:root \{([^}]+)\}/g)].map((m) => m[1] ?? '')
  const PAIRS = [
    ['ink', 'paper', 4.5],
    ['ink', 'tint', 4.5],
    ['soft', 'paper', 4.5],
    ['soft', 'tint', 4.5],
    ['soft', 'accent-tint', 4.5],
    ['soft', 'good-tint', 4.5],
    ['accent', 'paper', 4.5],
    ['accent', 'tint', 4.5],
    ['accent', 'accent-tint', 4.5],
    ['on-accent', 'accent', 4.5],
    ['on-accent', 'accent-strong', 4.5],
    ['good', 'paper', 4.5],
    ['good', 'good-tint', 4.5],
    ['good', 'accent-tint', 4.5],
    ['waiting', 'paper', 4.5],
    ['waiting', 'waiting-tint', 4.5],
    ['waiting', 'accent-tint', 4.5],
    ['accent', 'waiting-tint', 4.5],
    ['trouble', 'paper', 4.5],
    ['trouble', 'trouble-tint', 4.5],
    ['trouble', 'accent-tint', 4.5],
    ['edge', 'paper', 3],
    ['edge', 'accent-tint', 3],
  ] as const

  it.each([
    ['light', light],
    ['dark', light + dark],
  ])('has colours that can be read, in %s', (_scheme, tokens) => {
    const colours = new Map(
      [...tokens.matchAll(/--([\w-]+): (#[0-9a-f]{6})/g)].map((m) => [m[1] ?? '', m[2] ?? '']),
    )
    const weak = PAIRS.filter(
      ([a, b, least]) => contrast(colours.get(a) ?? '', colours.get(b) ?? '') < least,
    )
    expect(weak).toEqual([])
  })
})

describe('the script', () => {
  it('stays small: pages work without it', () => {
    expect(statSync(join(PUBLIC, 'app.js')).size).toBeLessThan(5120)
  })
})

// WCAG 2.2, relative luminance.
function luminance(colour: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5]
    .map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255)
    .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

function contrast(a: string, b: string): number {
  const [dark = 0, bright = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y)
  return (bright + 0.05) / (dark + 0.05)
}
