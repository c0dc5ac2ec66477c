// A form on a page, filled in: what is there already stays, what is given replaces it, by field name.

import type { CheerioAPI } from 'cheerio'

export type Fields = Record<string, string | string[]>

export interface Filled {
  action: string
  body: string
}

/**
 * The first form that has all these fields, filled in and sent by a button.
 * @throws {Error} no form has them: the page is another one than expected
 */
export function formOf(
  $: CheerioAPI,
  fields: Fields,
  button?: { name: string; value: string },
): Filled {
  const names = Object.keys(fields)
  const wanted = button ? `button[name="${button.name}"][value="${button.value}"]` : null
  const form = $('form')
    .toArray()
    .find((one) => {
      const has = (selector: string): boolean => $(one).find(selector).length > 0
      return names.every((name) => has(`[name="${name}"]`)) && (wanted === null || has(wanted))
    })
  if (!form) throw new Error(`no form with ${[...names, wanted ?? ''].join(' ')}`)
  const pairs = [...kept($, form, names), ...given(fields)]
  if (button) pairs.push([button.name, button.value])
  const action = $(form).attr('action') ?? ''
  return { action, body: new URLSearchParams(pairs).toString() }
}

function given(fields: Fields): [string, string][] {
  return Object.entries(fields).flatMap(([name, value]) =>
    [value].flat().map((one): [string, string] => [name, one]),
  )
}

// What a browser would send unchanged: values, chosen boxes, selected options.
function kept($: CheerioAPI, form: Parameters<CheerioAPI>[0], names: string[]): [string, string][] {
  return $(form)
    .find('input[name], select[name], textarea[name]')
    .toArray()
    .filter((element) => !names.includes($(element).attr('name') ?? ''))
    .filter((element) => isOn($(element).attr('type'), $(element).attr('checked')))
    .map((element): [string, string] => {
      const value = $(element).val()
      return [$(element).attr('name') ?? '', [value ?? ''].flat()[0] ?? '']
    })
}

function isOn(kind: string | undefined, checked: string | undefined): boolean {
  return (kind !== 'radio' && kind !== 'checkbox') || checked !== undefined
}
