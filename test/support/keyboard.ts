// The keyboard alone: on from stop to stop, each of which must be seen, lie free, and follow the page downwards.

import type { Frame, Page } from 'playwright-core'
import { frameIn } from './page.ts'

interface Stop {
  name: string
  top: number
  /** What is wrong with it; empty when all is well. */
  fault: string
}

const MOST_STOPS = 90
const SAME_LINE = 16

/** Goes from the top of the LMS's page into the tool's frame, up to its first stop. */
export async function tabIntoTool(page: Page): Promise<void> {
  for (let i = 0; i < MOST_STOPS; i += 1) {
    await page.keyboard.press('Tab')
    const focused = await page.evaluate(() => document.activeElement?.className)
    if (focused === 'tool') return
  }
  throw new Error('the keyboard does not reach the frame')
}

/**
 * Goes on until the stop with this name.
 * @throws {Error} it is not reached, or a stop on the way cannot be seen or leads upwards
 */
export async function tabTo(page: Page, name: string): Promise<void> {
  const passed: Stop[] = []
  for (let i = 0; i < MOST_STOPS; i += 1) {
    const stop = await stopIn(await frameIn(page))
    if (stop) pass(stop, passed)
    if (stop?.name === name) return
    await page.keyboard.press('Tab')
  }
  throw new Error(`“${name}” is not reached: ${namesOf(passed)}`)
}

// A date has several stops in one.
function pass(stop: Stop, passed: Stop[]): void {
  const last = passed.at(-1)
  if (last?.name === stop.name) return
  const fault = last && stop.top < last.top - SAME_LINE ? 'leads upwards' : stop.fault
  if (fault) throw new Error(`“${stop.name}” ${fault}, after ${namesOf(passed)}`)
  passed.push(stop)
}

const namesOf = (stops: Stop[]): string => stops.map(({ name }) => name).join(' → ')

/** Types into what is focused, in place of what was there. */
export async function write(page: Page, text: string): Promise<void> {
  await page.keyboard.press('ControlOrMeta+a')
  await page.keyboard.type(text)
}

/** The name of what is focused in the tool. */
export async function focusedIn(page: Page): Promise<string | null> {
  return (await stopIn(await frameIn(page)))?.name ?? null
}

async function stopIn(frame: Frame): Promise<Stop | null> {
  const seen = await frame.evaluate(() => {
    const focused = document.activeElement
    if (!(focused instanceof HTMLElement) || focused === document.body) return null
    const labels: unknown = Reflect.get(focused, 'labels')
    const label = labels instanceof NodeList ? labels[0]?.textContent : null
    const box = focused.getBoundingClientRect()
    const middle = box.top + Math.min(box.height / 2, 20)
    const there = document.elementFromPoint(box.left + box.width / 2, middle)
    const { outlineStyle, outlineWidth } = getComputedStyle(focused)
    return {
      names: [label, focused.ariaLabel, focused.textContent],
      top: box.top + scrollY,
      isFree: there?.contains(focused) || focused.contains(there),
      outline: outlineStyle === 'none' ? 0 : Number.parseFloat(outlineWidth),
    }
  })
  if (!seen) return null
  const name = seen.names.find((one) => one) ?? ''
  const dark = seen.outline < 2 ? 'does not show its focus' : ''
  const fault = seen.isFree ? dark : 'lies under something or out of sight'
  return { name: name.replaceAll(/\s+/g, ' ').trim(), top: seen.top, fault }
}
