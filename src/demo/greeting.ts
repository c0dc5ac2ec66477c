// What the demo prints when it is open: what to open, as whom, what to try.

import type { World } from './world.ts'

/** The lines of the list. */
export function greeting({ urls }: Pick<World, 'urls'>): string[] {
  return [
    '',
    'Stint’s demo is open. Nothing leaves this machine.',
    '',
    `  The LMS    ${urls.lms}   BIO 210 in Canvas, MKT 150 in Moodle, PHY 110 in Open edX`,
    `  The mails  ${urls.mail}   what supervisors, students and instructors are sent`,
    `  Stint      ${urls.tool}   opens from the LMS's courses`,
    '',
    `  Be Ada Marsh, a student       ${urls.lms}/canvas/assignments/1?as=ada`,
    `  Be Ms Okafor, her supervisor  ${urls.mail}   and open the link in her mail`,
    `  Be Dr Rivera, the instructor  ${urls.lms}/canvas/stint?as=elena`,
    `  Be the registrar              ${urls.lms}/office/registrar`,
    `  Install Stint once more       ${urls.lms}/office/admin   and ${urls.lms}/moodle/tools`,
    '',
    '  Ctrl-C stops all of it. The data stay in .data/; npm start -- --reset forgets them.',
    '',
  ]
}
