// The mail catcher: takes every mail on a loopback port, sends none on, and shows them as pages.

import { once } from 'node:events'
import { simpleParser } from 'mailparser'
import { SMTPServer } from 'smtp-server'
import { closeServer, openServer } from '../../server.ts'
import { portOf, type Take } from '../ports.ts'
import { type Mailbox, openMailbox } from './mailbox.ts'
import { mailPages } from './pages.ts'

const HOST = '127.0.0.1'
const MOST_BYTES = 2_000_000

export interface MailCatcher extends Mailbox {
  smtpUrl: string
  url: string
  ports: { mail: number; smtp: number }
  stop: () => Promise<void>
}

/**
 * Starts the catcher, on the ports it is given.
 * @throws {Error} with `code` EADDRINUSE when one is taken
 */
export async function startMailCatcher(options: {
  take: Take
  file: string | null
}): Promise<MailCatcher> {
  const box = openMailbox(options.file)
  const smtp = await options.take('smtp', (port) => listen(smtpInto(box), port))
  const web = await options.take('mail', (port) => openServer(mailPages(box), port, HOST))
  const ports = { mail: portOf(web), smtp: portOf(smtp.server) }
  return {
    ...box,
    ports,
    smtpUrl: `smtp://${HOST}:${ports.smtp}`,
    url: `http://${HOST}:${ports.mail}`,
    stop: async () => {
      await new Promise<void>((resolve) => smtp.close(resolve))
      await closeServer(web)
    },
  }
}

async function listen(smtp: SMTPServer, port: number): Promise<SMTPServer> {
  // It repeats every error of its sockets, which are told where they matter.
  smtp.on('error', () => {})
  const server = smtp.listen(port, HOST)
  await once(server, 'listening')
  return smtp
}

function smtpInto(box: Mailbox): SMTPServer {
  return new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    size: MOST_BYTES,
    disableReverseLookup: true,
    logger: false,
    closeTimeout: 1_000,
    onData(stream, session, done) {
      const to = session.envelope.rcptTo.map(({ address }) => address.toLowerCase())
      simpleParser(stream).then((mail) => {
        box.add({
          at: new Date().toISOString(),
          to,
          from: mail.from?.text ?? '',
          ...(mail.replyTo ? { replyTo: mail.replyTo.text } : {}),
          subject: mail.subject ?? '',
          text: mail.text ?? '',
          html: mail.html || '',
        })
        done()
      }, done)
    },
  })
}
