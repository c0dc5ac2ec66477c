// The mail catcher takes mail by SMTP and shows it, and nothing of a mail runs in its pages.

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createTransport } from 'nodemailer'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type MailCatcher, startMailCatcher } from '../../src/demo/catcher/catcher.ts'
import { linkIn } from '../../src/demo/catcher/mailbox.ts'
import { anyPort } from '../../src/demo/ports.ts'

let dir: string
let mail: MailCatcher

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'mail-'))
  mail = await startMailCatcher({ take: anyPort, file: join(dir, 'mail.json') })
  const transport = createTransport(mail.smtpUrl)
  await transport.sendMail({
    from: 'Stint <stint@localhost>',
    to: 'Okafor@GreenBench.example',
    subject: 'Did <b>this</b> happen?',
    text: 'Look: http://localhost:3000/confirm/abc.def-1 and answer.',
    html: '<p>Look</p><script>parent.document.title = "ran"</script>',
  })
})
afterAll(async () => {
  await mail.stop()
  await rm(dir, { recursive: true })
})

test('a mail is found by its address, with its link', async () => {
  const found = await mail.waitFor({ to: 'okafor@greenbench.example', subject: /happen/ })
  expect(linkIn(found)).toBe('http://localhost:3000/confirm/abc.def-1')
})

test('its page shows the subject as text, and the link as a link', async () => {
  const page = await (await fetch(`${mail.url}/mails/1`)).text()
  expect(page).toContain('Did &lt;b&gt;this&lt;/b&gt; happen?')
  expect(page).toContain('href="http://localhost:3000/confirm/abc.def-1"')
})

test('its HTML is shown in a sandbox without scripts', async () => {
  const page = await (await fetch(`${mail.url}/mails/1`)).text()
  expect(/sandbox="([^"]*)"/.exec(page)?.[1]).not.toContain('allow-scripts')
  const part = await fetch(`${mail.url}/mails/1/html`)
  expect(part.headers.get('content-security-policy')).toMatch(/^sandbox (?!.*allow-scripts)/)
})

test('a second start still has it', async () => {
  const again = await startMailCatcher({ take: anyPort, file: join(dir, 'mail.json') })
  const mails = await (await fetch(`${again.url}/mails.json?to=okafor@greenbench.example`)).json()
  await again.stop()
  expect(mails).toHaveLength(1)
})
