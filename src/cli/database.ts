// stint migrate · stint seed

import type { Command } from 'commander'
import { readConfig } from '../config.ts'
import { tells } from './command.ts'

/** Runs the demo's story on its own data. */
type SeedDemo = (say: (line: string) => void) => Promise<boolean>

/** Adds the commands about the database itself. */
export function addDatabase(program: Command): void {
  // Opening the database has migrated it already, as every start does.
  tells(
    program.command('migrate').description('applies the migrations that are missing'),
    async ({ migrated }) => ({
      json: { migrated },
      lines: migrated.length > 0 ? migrated : ['Nothing to do: the database is up to date.'],
    }),
  )
  program
    .command('seed')
    .description('fills the demo with its story (only without MONGODB_URI)')
    .action(async () => {
      if (readConfig(process.env).mongodbUri !== null) {
        program.error('Demo data is made in the demo only: unset MONGODB_URI.', { exitCode: 2 })
      }
      const place = '../demo/seed.ts'
      const { seedDemo }: { seedDemo: SeedDemo } = await import(place)
      const asJson: boolean = program.opts().json === true
      const ok = await seedDemo((line) => console.error(line))
      if (asJson) console.log(JSON.stringify({ seeded: ok }))
      process.exitCode = ok ? 0 : 1
    })
}
