// Mail goes out: one message at a time, text and HTML, sorted into what may be tried again and what not.

import { createTransport } from 'nodemailer'
import { Upstream } from '../errors.ts'
import type { Views } from '../views.ts'

export interface Message {
  to: string
  /** A view under views/mail. */
  view: string
  model: object
  /** The name it comes from, and where answers go; ours when null. */
  sender?: string | null
  replyTo?: string | null
}

export interface Mailer {
  /** @throws {Upstream} not taken; `retry` says whether it may be later */
  send(message: Message): Promise<void>
  close(): void
}

const WAIT_MS = 10_000

/** A mailer over SMTP. */
export function smtpMailer(options: { url: string; from: string; views: Views }): Mailer {
  const transport = createTransport({
    url: options.url,
    pool: true,
    maxConnections: 2,
    connectionTimeout: WAIT_MS,
    greetingTimeout: WAIT_MS,
    socketTimeout: WAIT_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  return {
    async send({ to, view, model, sender, replyTo }) {
      const { subject, text, html } = options.views.mail(view, model)
      try {
        await transport.sendMail({
          from: sender ? { name: sender, address: addressIn(options.from) } : options.from,
          ...(replyTo ? { replyTo: { name: '', address: replyTo } } : {}),
          to: { name: '', address: to },
          subject,
          text,
          html,
        })
      } catch (error) {
        throw new Upstream('mail.notTaken', !isRefusal(error), { cause: error })
      }
    },
    close: () => transport.close(),
  }
}

// MAIL_FROM is an address, alone or with a name before it.
function addressIn(from: string): string {
  return /<([^<>]+)>/.exec(from)?.[1] ?? from
}

// RFC 5321 4.2.1: a 5yz reply is permanent.
function isRefusal(error: unknown): boolean {
  const code = error instanceof Error && 'responseCode' in error ? error.responseCode : null
  return typeof code === 'number' && code >= 500
}
