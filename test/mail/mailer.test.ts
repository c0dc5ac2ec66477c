// Mail over a real SMTP connection: from whom it comes, where answers go, and what a name cannot smuggle in.

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type MailCatcher, startMailCatcher } from '../../src/demo/catcher/catcher.ts'
import { anyPort } from '../../src/demo/ports.ts'
import { type Mailer, smtpMailer } from '../../src/mail/mailer.ts'
import { openViews } from '../../src/views.ts'
import { mailSamples } from '../views/mail-samples.ts'

let catcher: MailCatcher
let mailer: Mailer

beforeAll(async () => {
  catcher = await startMailCatcher({ take: anyPort, file: null })
  const from = 'Stint <stint@stint.example.edu>'
  mailer = smtpMailer({ url: catcher.smtpUrl, from, views: openViews() })
})
afterAll(async () => {
  mailer.close()
  await catcher.stop()
})

let count = 0
async function sent(sender: string | null, replyTo: string | null, office = replyTo) {
  count += 1
  const to = `somebody-${count}@harbour.example`
  const { view, model } = mailSamples().find(({ name }) => name === 'ask') ?? mailSamples()[0] ?? {}
  await mailer.send({ to, view: view ?? '', model: { ...model, office }, sender, replyTo })
  return catcher.waitFor({ to })
}

describe('a mail', () => {
  it('comes from the name that the institution has chosen, and from our address', async () => {
    const mail = await sent('North University, Credit Office', 'credit@north.example.edu')
    expect(mail.from).toBe('"North University, Credit Office" <stint@stint.example.edu>')
    expect(mail.replyTo).toBe('credit@north.example.edu')
    for (const part of [mail.text, mail.html]) {
      expect(part).toContain('Questions: credit@north.example.edu')
    }
  })

  it('comes from us, and names no office, where the institution has chosen nothing', async () => {
    const mail = await sent(null, null)
    expect(mail.from).toBe('"Stint" <stint@stint.example.edu>')
    expect(mail.replyTo).toBeUndefined()
    expect(mail.text).not.toContain('Questions:')
  })

  it('has one sender and one address to answer to, whatever a name holds', async () => {
    const mail = await sent('North\r\nBcc: evil@evil.example', 'credit@north.example.edu')
    expect(mail.to).toHaveLength(1)
    expect(mail.from).toContain('<stint@stint.example.edu>')
  })
})
