// A step of the database's shape: applied once, and harmless when a crash makes it run again.

import type { mongo } from 'mongoose'

export interface Migration {
  /** Sorts: 0001-what. */
  name: string
  up(db: mongo.Db): Promise<void>
}
