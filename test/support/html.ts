// What every page must be: sound HTML, fit for assistive technology, with nothing left unfilled.

import axe from 'axe-core'
import { type CheerioAPI, load } from 'cheerio'
import { JSDOM } from 'jsdom'

/** What is wrong with a page's HTML, one line each. */
export function faultsIn(html: string): string[] {
  const $ = load(html)
  return [
    ...(html.startsWith('<!doctype html>') ? [] : ['no doctype']),
    ...(/^[a-z]{2}$/.test($('html').attr('lang') ?? '') ? [] : ['no language']),
    ...($('title').text().trim() && $('title').length === 1 ? [] : ['no title']),
    ...($('h1').length === 1 && $('h1').text().trim() ? [] : [`${$('h1').length} h1`]),
    ...($('main').length === 1 ? [] : ['no main']),
    ...($('[style], style').length > 0 ? ['inline style'] : []),
    ...inlineScripts($),
    ...repeatedIds($),
    ...deadReferences($),
    ...unlabelled($),
    ...leftOvers(html, $),
  ]
}

function inlineScripts($: CheerioAPI): string[] {
  const own = $('script').filter(
    (_i, element) => !$(element).attr('src') || $(element).text() !== '',
  )
  const handlers = $('*').filter((_i, element) =>
    Object.keys($(element).attr() ?? {}).some((name) => name.startsWith('on')),
  )
  const links = $('[href^="javascript:"]')
  return own.length + handlers.length + links.length > 0 ? ['inline script'] : []
}

function idsOf($: CheerioAPI): string[] {
  return $('[id]')
    .toArray()
    .map((element) => $(element).attr('id') ?? '')
}

function repeatedIds($: CheerioAPI): string[] {
  const ids = idsOf($)
  return ids.filter((id, i) => ids.indexOf(id) !== i).map((id) => `two ids ${id}`)
}

function deadReferences($: CheerioAPI): string[] {
  const ids = new Set(idsOf($))
  const names = ['for', 'aria-labelledby', 'aria-describedby', 'aria-controls']
  const named = names.flatMap((name) =>
    $(`[${name}]`)
      .toArray()
      .flatMap((element) => ($(element).attr(name) ?? '').split(/\s+/)),
  )
  const anchors = $('a[href^="#"]')
    .toArray()
    .map((element) => ($(element).attr('href') ?? '').slice(1))
  return [...named, ...anchors].filter((id) => !ids.has(id)).map((id) => `nothing has id '${id}'`)
}

function unlabelled($: CheerioAPI): string[] {
  const controls = $('input:not([type=hidden]), select, textarea').toArray()
  return controls
    .filter((element) => {
      const id = $(element).attr('id')
      const label = id ? $(`label[for="${id}"]`).text().trim() : ''
      return !(label || $(element).closest('label').text().trim() || $(element).attr('aria-label'))
    })
    .map((element) => `no label on ${$(element).attr('name')}`)
}

// Words that only appear where a template or a sentence was given nothing.
function leftOvers(html: string, $: CheerioAPI): string[] {
  const seen = $('body').text()
  const words = ['undefined', 'NaN', '[object Object]', 'Invalid Date', 'null']
  const found = words.filter((word) => new RegExp(`(^|\\s)${escaped(word)}(\\s|$)`).test(seen))
  return [...found, ...['{{', '}}'].filter((braces) => html.includes(braces))]
}

function escaped(word: string): string {
  return word.replaceAll(/[[\]]/g, '\\$&')
}

// Needs a layout, which jsdom has not; the browser journeys look at colours.
const RULES = { 'color-contrast': { enabled: false }, 'target-size': { enabled: false } }

// One window for all pages: axe is large, and reading it takes longer than looking at a page.
const { window } = new JSDOM('', { runScripts: 'outside-only', pretendToBeVisual: true })
window.eval(axe.source)

/** What axe finds on a page, one line each. */
export async function axeFindings(html: string): Promise<string[]> {
  const { document } = window
  document.open()
  document.write(html)
  document.close()
  const options: axe.RunOptions = { rules: RULES, resultTypes: ['violations'] }
  const found: axe.AxeResults = await Reflect.get(window, 'axe').run(document, options)
  return found.violations.flatMap(({ id, nodes }) => nodes.map((n) => `${id}: ${n.html}`))
}
