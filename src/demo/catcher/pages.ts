// The mail catcher's pages: the list, one mail with its text and its HTML, and all of it as JSON.

import express, { type Express, type Response } from 'express'
import { html, type Markup } from '../html.ts'
import type { Mail, Mailbox } from './mailbox.ts'

// The HTML of a mail may show itself and open links in a new tab, and nothing else.
const SANDBOX = 'allow-popups allow-popups-to-escape-sandbox'
const POLICY = `sandbox ${SANDBOX}; default-src 'none'; style-src 'unsafe-inline'; img-src data:`

/** The app that shows a mailbox. */
export function mailPages(box: Mailbox): Express {
  const app = express()
  app.disable('x-powered-by')
  const found = (id: string): Mail | undefined => box.list().find((m) => String(m.id) === id)
  app.get('/', (_req, res) => void res.send(listPage(box.list())))
  app.get('/mails.json', (req, res) => {
    res.json(box.list(typeof req.query.to === 'string' ? req.query.to : undefined))
  })
  app.get('/mails/:id', (req, res) => {
    const mail = found(req.params.id)
    if (mail) res.send(mailPage(mail))
    else nothing(res)
  })
  app.get('/mails/:id/html', (req, res) => {
    const mail = found(req.params.id)
    if (!mail) return nothing(res)
    res.set('Content-Security-Policy', POLICY).send(`<base target="_blank">${mail.html}`)
  })
  return app
}

function nothing(res: Response): void {
  res.status(404).send(page('No such mail', html`<p>There is no such mail here.</p>`))
}

function page(title: string, body: Markup): string {
  return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><link rel="icon" href="data:,"><title>${title} · Mail catcher</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>
body { font: 15px/1.45 Arial, Helvetica, sans-serif; color: #222; margin: 0 auto; max-width: 60rem; padding: 1rem; }
table { border-collapse: collapse; width: 100%; }
td, th { border-bottom: 1px solid #ccc; padding: 0.35rem 0.6rem 0.35rem 0; text-align: left; vertical-align: top; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; background: #f4f4f4; padding: 1rem; }
iframe { border: 1px solid #bbb; height: 36rem; width: 100%; }
</style></head><body><h1>${title}</h1>${body}</body></html>`.markup
}

function listPage(mails: Mail[]): string {
  const rows = [...mails].reverse().map(
    (mail) => html`<tr><td>${clock(mail.at)}</td><td>${mail.to.join(', ')}</td>
<td><a href="/mails/${mail.id}">${mail.subject || '(no subject)'}</a></td></tr>`,
  )
  const table = html`<table><thead><tr><th>When</th><th>To</th><th>Subject</th></tr></thead><tbody>${rows}</tbody></table>`
  return page(
    'Mails',
    html`<p>Nothing leaves this machine: every mail ends here.</p>${
      mails.length > 0 ? table : html`<p>No mail yet.</p>`
    }`,
  )
}

function clock(at: string): string {
  return at.slice(0, 16).replace('T', ' ')
}

function mailPage(mail: Mail): string {
  const part = html`<h2>As HTML</h2><iframe title="The mail as HTML" sandbox="${SANDBOX}" src="/mails/${mail.id}/html"></iframe>`
  return page(
    mail.subject || '(no subject)',
    html`<p><a href="/">All mails</a></p><p>To ${mail.to.join(', ')}, from ${mail.from}${
      mail.replyTo !== undefined && html`, answers to ${mail.replyTo}`
    }, ${clock(mail.at)}</p>
${mail.html !== '' && part}<h2>As text</h2><pre>${linked(mail.text)}</pre>`,
  )
}

function linked(text: string): Markup[] {
  return text
    .split(/(https?:\/\/\S+)/)
    .map((part) =>
      /^https?:\/\//.test(part) ? html`<a href="${part}">${part}</a>` : html`${part}`,
    )
}
