// A world and a real browser for a file of journeys: people's own browsers, the LMS's frame, and what is seen there.

import type {
  Browser,
  BrowserContext,
  BrowserContextOptions,
  Frame,
  FrameLocator,
  Locator,
  Page,
} from 'playwright-core'
import { afterAll, beforeAll } from 'vitest'
import { homeOf, type Someone } from '../../src/demo/people.ts'
import { t } from '../../src/text.ts'
import { openBrowser } from './browser.ts'
import { startWorld, type TestWorld } from './world.ts'

/** Where something can be looked for: a page of its own, the tool in its frame, or a part of either. */
export type Place = Page | FrameLocator | Locator

const DESK = { width: 1280, height: 900 }
export const PHONE = { width: 390, height: 844 }
/** Long enough for two busy cores; what is waited for comes much earlier. */
export const PATIENCE_MS = 20_000
const MOST_OPENINGS = 4

export interface BrowserWorld {
  readonly world: TestWorld
  /** A browser of somebody's own that holds nothing yet. */
  newcomer(options?: BrowserContextOptions): Promise<Page>
  /** What pages complained about: errors of scripts, and things the content policy had to refuse. */
  readonly complaints: string[]
}

/** Call at the top of a test file: the world and the browser are open while its tests run. */
export function browserWorld(clock?: { now: () => Date }): BrowserWorld {
  const complaints: string[] = []
  let opened: { world: TestWorld; browser: Browser } | null = null
  beforeAll(async () => {
    const [world, browser] = await Promise.all([startWorld(clock ? { clock } : {}), openBrowser()])
    opened = { world, browser }
  })
  afterAll(async () => {
    await opened?.browser.close()
    await opened?.world.stop()
  })
  const now = (): { world: TestWorld; browser: Browser } => {
    if (!opened) throw new Error('the world is open only while tests run')
    return opened
  }
  return {
    complaints,
    get world() {
      return now().world
    },
    newcomer: async (options = {}) => {
      const context = await now().browser.newContext({
        viewport: DESK,
        locale: 'en-US',
        ...options,
      })
      context.setDefaultTimeout(PATIENCE_MS)
      listen(context, complaints)
      return context.newPage()
    },
  }
}

function listen(context: BrowserContext, complaints: string[]): void {
  context.on('weberror', ({ error }) => complaints.push(String(error())))
  context.on('console', (message) => {
    if (/content security policy/i.test(message.text())) complaints.push(message.text())
  })
}

/** Opens a page of the course as somebody and gives the tool in its frame, as soon as it shows a page. */
export async function openInCourse(
  page: Page,
  { lmsUrl }: TestWorld,
  who: Someone,
  path: string,
): Promise<FrameLocator> {
  // A frame of another site takes no clicks in a tab that is not the one in front.
  await page.bringToFront()
  for (let left = MOST_OPENINGS; ; left -= 1) {
    await page.goto(`${lmsUrl}/${homeOf(who)}/${path}?as=${who.key}`)
    const tool = await toolIn(page)
    // On busy cores Moodle's roster may come after our patience; the page says what to do then.
    const isUnproven = (await tool.getByText(t('review.rosterUnread')).count()) > 0
    if (!isUnproven || left === 0) return tool
  }
}

/** The tool in the LMS's frame, as soon as it shows a page. */
export async function toolIn(page: Page): Promise<FrameLocator> {
  const tool = page.frameLocator('iframe.tool')
  const shown = tool.locator('main#main')
  // Without scripts the LMS's own forms wait for a button.
  const button = tool.getByRole('button', { name: 'Go on' })
  for (;;) {
    await shown.or(button).first().waitFor()
    if ((await shown.count()) > 0) return tool
    if ((await button.count()) === 0) continue
    await Promise.all([page.waitForEvent('framenavigated'), button.click()])
  }
}

/** The tool's own frame, for its address and its history. */
export async function frameIn(page: Page): Promise<Frame> {
  const frame = await (await page.locator('iframe.tool').elementHandle())?.contentFrame()
  if (!frame) throw new Error('the page has no frame with the tool')
  return frame
}

/**
 * Waits until a text stands there for everybody to see.
 * @throws {Error} it does not come; the message tells what stands there instead
 */
export function see(place: Place, text: string | RegExp): Promise<void> {
  return come(place, place.getByText(text), String(text))
}

/** Waits until the page has this title. */
export function titled(place: Place, title: string): Promise<void> {
  return come(place, place.getByRole('heading', { name: title, level: 1 }), title)
}

async function come(place: Place, wanted: Locator, name: string): Promise<void> {
  try {
    await wanted.filter({ visible: true }).first().waitFor()
  } catch (error) {
    const whole = 'locator' in place ? place.locator('body') : place
    const shown = await whole.textContent({ timeout: 1_000 }).catch(() => null)
    const instead = (shown ?? 'nothing').replaceAll(/\s+/g, ' ').slice(0, 600)
    throw new Error(`“${name}” does not stand there, but: ${instead}`, { cause: error })
  }
}

/** Presses the button with this name. */
export async function press(place: Place, name: string): Promise<void> {
  await place.getByRole('button', { name, exact: true }).first().click()
}

/** Follows the first link with this name. */
export async function follow(place: Place, name: string | RegExp): Promise<void> {
  await place.getByRole('link', { name }).first().click()
}
