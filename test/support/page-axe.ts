// Looks at a page in the real browser with axe.

import axe from 'axe-core'
import type { Page } from 'playwright-core'

/** What axe finds, one line each. */
export async function axeIn(page: Page): Promise<string[]> {
  // Evaluated, so that the page's content policy has no say.
  await page.evaluate(axe.source)
  return page.evaluate(async () => {
    const run = Reflect.get(window, 'axe').run as typeof axe.run
    const { violations } = await run(document, { resultTypes: ['violations'] })
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`)
  })
}
