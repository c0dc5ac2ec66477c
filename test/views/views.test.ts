// Every view renders with what its page gives it, and a mistake in one is found at once.

import { cpSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openViews } from '../../src/views.ts'
import { mailSamples } from './mail-samples.ts'
import { pageSamples } from './page-samples.ts'

const ROOT = join(import.meta.dirname, '../../views')
const views = openViews()
const files = readdirSync(ROOT, { recursive: true, encoding: 'utf8' }).filter((file) =>
  file.endsWith('.hbs'),
)

/** The views with one page more, in a folder of their own. */
function withPage(source: string, model: object = {}): () => string {
  const folder = mkdtempSync(join(tmpdir(), 'stint-views-'))
  cpSync(ROOT, folder, { recursive: true })
  writeFileSync(join(folder, 'home/tried.hbs'), source)
  return () => openViews(folder).page('home/tried', model)
}

describe('the views', () => {
  it.each(pageSamples().map((sample) => [sample.name, sample] as const))(
    'render the page %s',
    (_name, { view, model }) => {
      const html = views.page(view, model)
      expect(html).toMatch(/^<!doctype html>/)
      expect(html).not.toMatch(/undefined|\[object|NaN|\{\{/)
    },
  )

  it.each(mailSamples().map((sample) => [sample.name, sample] as const))(
    'render the mail %s',
    (_name, { view, model }) => {
      const { subject, text, html } = views.mail(view, model)
      expect(subject).not.toMatch(/&|\n|^$/)
      expect(text).not.toMatch(/&amp;|<p|undefined|\[object|\n{3}/)
      expect(html).toContain('</html>')
    },
  )

  it('are all among the samples', () => {
    const shown = new Set([
      ...pageSamples().map((s) => s.view),
      ...mailSamples().map((s) => `mail/${s.view}`),
    ])
    const pages = files
      .map((file) => file.replace('.hbs', ''))
      .filter((file) => !/^(layouts|partials)\//.test(file))
    expect(pages.filter((page) => !shown.has(page))).toEqual([])
  })

  it('write what people typed as text, never as markup', () => {
    const [sample] = pageSamples()
    if (!sample) throw new Error('no samples')
    const model = { ...sample.model, reflection: '</textarea><script>alert(1)</script>' }
    expect(views.page(sample.view, model)).not.toContain('<script>alert')
  })

  it('keep what people typed as it is in mail texts and subjects', () => {
    const [ask] = mailSamples()
    const { subject, text, html } = views.mail('ask', { ...ask?.model, title: 'R&D <notes>' })
    expect(subject).toContain('R&D <notes>')
    expect(text).toContain('R&D <notes>')
    expect(html).toContain('R&amp;D &lt;notes&gt;')
  })

  it('use triple braces in layouts only', () => {
    const triple = files.filter(
      (file) =>
        !file.startsWith('layouts/') && readFileSync(join(ROOT, file), 'utf8').includes('{{{'),
    )
    expect(triple).toEqual([])
  })

  it('say in the title when something needs another look', () => {
    const sample = pageSamples().find((s) => s.name === 'student-problem')
    expect(views.page(sample?.view ?? '', sample?.model ?? {})).toContain('<title>Error: ')
  })
})

describe('a mistake in a view', () => {
  it('is a misspelt name, also a nested one, also where it is only handed on', () => {
    expect(withPage('{{titel}}', { title: 'x' })).toThrow(/views\/home\/tried: "titel" not defined/)
    expect(withPage('{{work.titel}}', { work: { title: 'x' } })).toThrow(/"titel" not defined/)
    expect(withPage('{{#if work.titel}}x{{/if}}', { work: {} })).toThrow(/"titel" not defined/)
    expect(withPage('{{#each titels}}x{{/each}}')).toThrow(/"titels" not defined/)
    expect(withPage("{{t 'unit.h' hours=titel}}")).toThrow(/"titel" not defined/)
    expect(withPage("{{> notice kind='good' text=titel}}")).toThrow(/"titel" not defined/)
  })

  it('is a part that is not given what it needs', () => {
    expect(withPage("{{> notice kind='good'}}")).toThrow(
      /views\/partials\/notice: "text" not defined/,
    )
    expect(withPage("{{> notice kind='good' text='x'}}")()).toContain('x')
  })

  it('is a part, a word or a helper that is not there', () => {
    expect(withPage("{{> notices kind='good'}}")).toThrow(/no partial 'notices'/)
    expect(withPage("{{t 'no.such.key'}}")).toThrow(/no text 'no.such.key'/)
    expect(withPage("{{> notice kind='good' text=(t 'no.such.key')}}")).toThrow(/no text/)
    expect(withPage('{{shout title}}', { title: 'x' })).toThrow(/shout/)
  })

  it('is reaching for what an object inherits', () => {
    expect(withPage('{{constructor}}', {})()).toBe('')
    expect(
      withPage('{{title.length}}', {
        title: new (class {
          get length() {
            return 5
          }
        })(),
      })(),
    ).toBe('')
  })
})
