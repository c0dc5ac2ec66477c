// The browser of the journeys keeps the rules that people's browsers keep about frames of another site.

import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findChromium, openBrowser } from './browser.ts'

const COOKIES = [
  'plain=1; Path=/',
  'none=1; Path=/; Secure; SameSite=None',
  '__Host-split=1; Path=/; Secure; SameSite=None; Partitioned; HttpOnly',
]

let browser: Browser
let server: Server
let port: number

beforeAll(async () => {
  server = createServer((req, res) => {
    res.setHeader('content-type', 'text/html')
    if (req.url === '/outer') return res.end(`<iframe src="http://127.0.0.1:${port}/set"></iframe>`)
    if (req.url === '/set') {
      res.setHeader('set-cookie', COOKIES)
      return res.end('<script>localStorage.setItem("kept", "1"); location.href = "/told"</script>')
    }
    return res.end(`<p>${req.headers.cookie ?? ''}</p><script>
      document.querySelector('p').append(' / ' + localStorage.getItem('kept'))</script>`)
  })
  await new Promise<void>((resolve) => server.listen(0, resolve))
  port = (server.address() as AddressInfo).port
  browser = await openBrowser()
})

afterAll(async () => {
  await browser.close()
  server.close()
})

describe('a frame of another site', () => {
  it('keeps cookies only in its own partition, and storage too', async () => {
    const page = await browser.newPage()
    await page.goto(`http://localhost:${port}/outer`)
    const framed = page.frameLocator('iframe').locator('p')
    await framed.waitFor()
    expect(await framed.textContent()).toMatch(/^(none=1; )?__Host-split=1 \/ 1$/)

    // The same address without the frame is another partition.
    await page.goto(`http://127.0.0.1:${port}/told`)
    expect(await page.locator('p').textContent()).toMatch(/^(none=1)? \/ null$/)
    await page.close()
  })
})

describe('on a machine without a browser', () => {
  it('the one that the development package carries is unpacked', async () => {
    const { executable } = await findChromium('')
    expect(executable).toMatch(/stint-chromium\/chromium$/)
  })
})
