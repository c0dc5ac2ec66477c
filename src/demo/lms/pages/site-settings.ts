// What can be switched about this LMS and its course, so that everything a tool has to bear can be tried by hand.

import type { RequestHandler } from 'express'
import { html } from '../../html.ts'
import { whoIs } from '../cookies.ts'
import type { Kind, Site } from '../model.ts'
import type { Settings } from '../rules.ts'
import { messagePage } from './posting.ts'
import { shell, type View } from './shell.ts'

type Switch = {
  [K in keyof Settings]: Settings[K] extends boolean ? K : never
}[keyof Settings]

const LOST: [Switch, string] = [
  'losesAnswers',
  'Stores a score, and then answers with a fault of its own',
]

const SWITCHES: Record<Kind, [Switch, string][]> = {
  canvas: [
    ['shareNames', 'Privacy level with names'],
    ['shareMail', 'Privacy level with mail'],
    ['visitors', 'Launches are those of visitors whom nobody knows'],
    ['storage', 'Offers to keep things for tools in the browser'],
    ['ltiDeploymentId', 'Calls the deployment lti_deployment_id when it opens a tool'],
    ['hosted', 'Sign-on and keys are on a host of their own, for tools that register from now on'],
    ['concluded', 'The course has concluded'],
    ['latePolicy', 'Late policy: 10 % of the points off for every day after the due date'],
    ['closedPeriod', 'The grading period is closed'],
    ['throttles', 'Refuses calls when too many run at once'],
    LOST,
  ],
  moodle: [
    ['shareNames', 'Share launcher’s name with tool'],
    ['shareMail', 'Share launcher’s email with tool'],
    ['takesGrades', 'Accept grades from the tool'],
    LOST,
  ],
  other: [['shareNames', 'Send name and mail to tools']],
}

/** All switches, with how they stand. */
export function settingsPage(view: View): string {
  const { site } = view
  const boxes = SWITCHES[site.kind].map(
    ([name, label]) =>
      html`<p><label><input type="checkbox" name="${name}" value="yes"${site.settings[name] && html` checked`}> ${label}</label></p>`,
  )
  const form = html`<form method="post" action="${site.path}/settings">${boxes}<button>Save</button></form>`
  return shell(view, 'Settings', form)
}

/** POST /settings, by the instructor. */
export function changeSettings(site: Site): RequestHandler {
  return (req, res) => {
    if (whoIs(site, req).role !== 'instructor') {
      res.status(403).send(messagePage(site, 'This is for the instructor.'))
      return
    }
    const before = site.settings.latePolicy
    for (const [name] of SWITCHES[site.kind]) site.settings[name] = req.body?.[name] === 'yes'
    if (site.settings.latePolicy !== before) site.changed('grading')
    res.redirect(303, `${site.path}/settings`)
  }
}
