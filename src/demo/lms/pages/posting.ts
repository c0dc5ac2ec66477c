// Two small pages of a launch: one that posts itself on, and one that says why there is nothing to post.

import { html, type Markup } from '../../html.ts'
import type { Site } from '../model.ts'

/** A page that posts these fields as soon as it is there; with a button for browsers without scripts. */
export function postingPage(action: string, fields: Record<string, string>): string {
  const inputs: Markup[] = Object.entries(fields).map(
    ([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`,
  )
  return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><link rel="icon" href="data:,"><title>One moment</title></head>
<body><form method="post" action="${action}">${inputs}<noscript><button>Go on</button></noscript></form>
<script>document.forms[0].submit()</script></body></html>`.markup
}

/** The platform's own word, which never reaches the tool. */
export function messagePage(site: Site, message: string): string {
  return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>${site.flavour.name}</title>
<link rel="icon" href="data:,"><link rel="stylesheet" href="/style.css"></head>
<body class="message"><h1>${site.flavour.name}</h1><p>${message}</p></body></html>`.markup
}
