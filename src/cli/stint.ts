#!/usr/bin/env node
// `stint`: administration from a shell (interfaces.md); one file per noun.

import { Command, CommanderError } from 'commander'
import { ConfigError } from '../config.ts'
import { addClaim } from './claim.ts'
import { failed } from './command.ts'
import { addCredit } from './credit.ts'
import { addDatabase } from './database.ts'
import { addDeployment } from './deployment.ts'
import { addDoctor } from './doctor.ts'
import { addInstitution } from './institution.ts'
import { addKeys } from './keys.ts'
import { addPerson } from './person.ts'
import { addPlatform } from './platform.ts'
import { addToken } from './token.ts'

const program = new Command('stint')
  .description('Administration of Stint: academic credit for micro-internships')
  .option('--json', 'print one JSON object on standard output')
  .exitOverride()
  .showHelpAfterError('(add --help for the options)')
  // Sub-commands made from here on inherit both.
  .configureHelp({ showGlobalOptions: true })

for (const add of [
  addInstitution,
  addPlatform,
  addDeployment,
  addKeys,
  addPerson,
  addToken,
  addCredit,
  addClaim,
  addDoctor,
  addDatabase,
]) {
  add(program)
}

try {
  await program.parseAsync()
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 2
  else if (error instanceof ConfigError) {
    console.error(error.message)
    process.exitCode = 2
  } else {
    // The database is away, say: nothing was done, and the reason is enough.
    failed(error, program.opts().json === true)
  }
}
