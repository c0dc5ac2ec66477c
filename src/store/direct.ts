// What every request does, handed to the driver as it stands: half the work of the same through Mongoose.

import type { Model, mongo } from 'mongoose'
import type { Fields, Stored } from './shelf.ts'

/** The first document that fits; null when none does. */
export function readOne(
  model: Model<Stored>,
  where: Fields,
  projection?: Record<string, 0 | 1>,
): Promise<Stored | null> {
  return model.collection.findOne<Stored>(known(model, where), projection ? { projection } : {})
}

/** Every document that fits. */
export function readAll(
  model: Model<Stored>,
  where: Fields,
  options: Pick<mongo.FindOptions, 'sort' | 'limit' | 'projection'>,
): Promise<Stored[]> {
  return model.collection.find<Stored>(known(model, where), options).toArray()
}

/** Adds one document. */
export async function insertOne(model: Model<Stored>, document: Stored): Promise<void> {
  await model.db.collection<Stored>(model.collection.name).insertOne(known(model, document))
}

/** Changes one document, if it is there. */
export async function updateOne(
  model: Model<Stored>,
  where: Fields,
  update: { $set: Fields },
): Promise<void> {
  known(model, update.$set)
  await model.collection.updateOne(known(model, where), update)
}

// As Mongoose's strict queries: a misspelt field would find nothing, or be kept where nobody looks.
function known<T extends Fields>(model: Model<Stored>, where: T): T {
  for (const name of Object.keys(where)) {
    const [field = ''] = name.split('.', 1)
    if (!(field in model.schema.paths) && !field.startsWith('$')) {
      throw new Error(`${model.collection.name} have no field '${field}'`)
    }
  }
  return where
}
