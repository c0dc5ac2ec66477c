// What Moodle shows to whoever is not in the course: its enrolment page, or its login page; no tool is launched (moodle.md 2.4).

import type { RequestHandler } from 'express'
import { html } from '../../html.ts'
import type { Person, Site } from '../model.ts'
import { enrolHerself, isNobody, outsiderAt } from '../outside.ts'

/** Stands before the pages of a course; the launch page itself lets a browser without a session go on (moodle.md 2.2). */
export function doorway(site: Site): RequestHandler {
  return (req, res, next) => {
    const outsider = outsiderAt(site, req)
    const isLaunch = req.path.endsWith('/open')
    if (!outsider || (isLaunch && isNobody(outsider))) return next()
    res.send(doorPage(site, outsider, req.originalUrl))
  }
}

function doorPage({ flavour, path, course }: Site, outsider: Person, at: string): string {
  const enrol = html`<h1>Enrolment options</h1><p>You are not enrolled in ${course.title}.</p>
<form method="post" action="${path}/enrol-me"><input type="hidden" name="back" value="${at}"><button>Enrol me</button></form>`
  const login = html`<h1>Log in to ${flavour.name}</h1><p>Your session has ended.</p>`
  const others = course.people
    .slice(0, 3)
    .map(({ key, given }) => html` <a href="${path}?as=${key}" target="_top">${given}</a>`)
  return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>${flavour.name}</title>
<link rel="icon" href="data:,"><link rel="stylesheet" href="/style.css"></head>
<body class="message">${isNobody(outsider) ? login : enrol}<p>Or open the course as:${others}</p></body></html>`
    .markup
}

/** POST /enrol-me */
export function enrolMe(site: Site): RequestHandler {
  return (req, res) => {
    const outsider = outsiderAt(site, req)
    if (outsider) enrolHerself(site, outsider)
    const back = String(req.body?.back ?? '')
    res.redirect(303, back.startsWith(site.path) ? back : site.path)
  }
}
