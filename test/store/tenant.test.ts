// Nothing reaches the data of another institution, and nothing asks for all of them at once.

import mongoose, { Schema } from 'mongoose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { NotFound } from '../../src/errors.ts'
import { newId } from '../../src/random.ts'
import { tenant, UnscopedQuery } from '../../src/store/tenant.ts'
import {
  aClaim,
  aCourse,
  aDeployment,
  aPerson,
  aPlacement,
  aPlatform,
  aToken,
  NOW,
} from '../support/builders.ts'
import { freshUri, testDatabase } from '../support/mongo.ts'

describe('an unscoped query throws', () => {
  const schema = new Schema({ institutionId: String, name: String })
  schema.plugin(tenant)
  const connection = mongoose.createConnection(freshUri())
  const Thing = connection.model('Thing', schema)

  beforeAll(async () => {
    await Thing.create({ institutionId: 'a', name: 'x' })
  })
  afterAll(async () => {
    await connection.dropDatabase()
    await connection.close()
  })

  const unscoped: Record<string, () => Promise<unknown>> = {
    find: () => Thing.find({ name: 'x' }).exec(),
    'find with an operator for an institution': () =>
      Thing.find({ institutionId: { $ne: 'b' } }).exec(),
    'find with an empty institution': () => Thing.find({ institutionId: '' }).exec(),
    findOne: () => Thing.findOne({}).exec(),
    findById: () => Thing.findById(newId().slice(0, 12)).exec(),
    exists: () => Thing.exists({ name: 'x' }).exec(),
    cursor: () => Thing.find({}).cursor().next(),
    countDocuments: () => Thing.countDocuments({}).exec(),
    estimatedDocumentCount: () => Thing.estimatedDocumentCount().exec(),
    distinct: () => Thing.distinct('name').exec(),
    updateOne: () => Thing.updateOne({ name: 'x' }, { name: 'y' }).exec(),
    updateMany: () => Thing.updateMany({}, { name: 'y' }).exec(),
    replaceOne: () => Thing.replaceOne({ name: 'x' }, { institutionId: 'a' }).exec(),
    findOneAndUpdate: () => Thing.findOneAndUpdate({}, { name: 'y' }).exec(),
    findOneAndReplace: () => Thing.findOneAndReplace({}, { name: 'y' }).exec(),
    findOneAndDelete: () => Thing.findOneAndDelete({}).exec(),
    deleteOne: () => Thing.deleteOne({}).exec(),
    deleteMany: () => Thing.deleteMany({}).exec(),
    aggregate: () => Thing.aggregate([{ $group: { _id: '$name' } }]).exec(),
    'aggregate that matches late': () =>
      Thing.aggregate([{ $sort: { name: 1 } }, { $match: { institutionId: 'a' } }]).exec(),
    'aggregate cursor': () =>
      Thing.aggregate([{ $match: {} }])
        .cursor()
        .next(),
    create: () => Thing.create({ name: 'z' }),
    insertMany: () => Thing.insertMany([{ institutionId: 'a' }, { name: 'z' }]),
    'bulkWrite with an update': () =>
      Thing.bulkWrite([{ updateOne: { filter: { name: 'x' }, update: { name: 'y' } } }]),
    'bulkWrite with an insert': () => Thing.bulkWrite([{ insertOne: { document: { name: 'z' } } }]),
  }

  it.each(Object.keys(unscoped))('%s', async (name) => {
    await expect(unscoped[name]?.()).rejects.toBeInstanceOf(UnscopedQuery)
  })

  it('and leaves everything as it was', async () => {
    const all = await Thing.find({ institutionId: 'a' }).lean()
    expect(all.map((thing) => thing.name)).toEqual(['x'])
  })
})

describe('within one institution', () => {
  const db = testDatabase()
  const ours = () => db.store.within('ours')
  const theirs = () => db.store.within('theirs')

  it('nobody reads, changes or removes what belongs to another', async () => {
    const institutionId = 'theirs'
    const person = aPerson({ institutionId, offices: ['admin'], sisPersonId: 's1' })
    const placement = aPlacement({ institutionId, personId: person.id, state: 'confirmed' })
    const claim = aClaim({
      institutionId,
      personId: person.id,
      state: 'approved',
      chosen: [placement.id],
    })
    const course = aCourse({ institutionId })
    const platform = aPlatform({ institutionId })
    const token = aToken({ institutionId })
    await theirs().people.add(person)
    await theirs().placements.add(placement)
    await theirs().claims.add(claim)
    await theirs().courses.add(course)
    await theirs().platforms.add(platform)
    await theirs().deployments.add(aDeployment({ institutionId, platformId: platform.id }))
    await theirs().tokens.add(token)

    const gone = [
      ours().people.get(person.id),
      ours().people.save(person),
      ours().placements.get(placement.id),
      ours().claims.get(claim.id),
      ours().claims.bump(claim.id, {
        at: NOW,
        personId: null,
        name: null,
        what: 'x',
        why: null,
        facts: {},
      }),
      ours().courses.get(course.id),
      ours().courses.save(course),
      ours().platforms.get(platform.id),
      ours().platforms.setState(platform.id, 'paused'),
      ours().platforms.remove(platform.id),
      ours().deployments.setState(platform.id, '1:abc', 'refused'),
      ours().tokens.revoke(token.id, NOW),
    ]
    for (const result of await Promise.allSettled(gone)) {
      expect(result).toMatchObject({ status: 'rejected', reason: expect.any(NotFound) })
    }
    await expect(ours().placements.save(placement)).rejects.toMatchObject({ status: 409 })
    await expect(ours().claims.save(claim)).rejects.toMatchObject({ status: 409 })

    expect(await ours().people.bySisId('s1')).toBeNull()
    expect(await ours().people.hasMail(person.mail ?? '')).toBe(false)
    expect(await ours().people.anyWithOffice('admin')).toBe(false)
    expect((await ours().people.getMany([person.id])).size).toBe(0)
    expect(await ours().placements.getMany([placement.id])).toEqual([])
    expect(await ours().placements.answeredFor('grace@harbour.example', 'x')).toEqual([])
    expect(await ours().claims.holding([placement.id])).toEqual([])
    expect(await ours().claims.ofPerson(person.id)).toEqual([])
    expect(await ours().platforms.find(platform.issuer, platform.clientId)).toBeNull()
    expect(await ours().deployments.list()).toEqual([])
    expect(await ours().tokens.list()).toEqual([])
    const approved: string[] = []
    for await (const { id } of ours().claims.approved(null)) approved.push(id)
    expect(approved).toEqual([])

    expect(await theirs().claims.get(claim.id)).toEqual(claim)
    expect(await theirs().placements.get(placement.id)).toEqual(placement)
  })

  it('a document of another institution is not taken in', async () => {
    await expect(ours().people.add(aPerson({ institutionId: 'theirs' }))).rejects.toThrow()
  })

  it('two institutions may hold a placement of the same id, and the same issuer and client', async () => {
    const shared = { issuer: 'https://lms.example.edu', clientId: '1000' }
    for (const institutionId of ['ours', 'theirs']) {
      const store = db.store.within(institutionId)
      await store.claims.add(aClaim({ institutionId, state: 'submitted', chosen: ['same'] }))
      await store.platforms.add(aPlatform({ institutionId, ...shared }))
    }
    const found = await ours().platforms.find(shared.issuer, null)
    expect(found?.institutionId).toBe('ours')
  })
})
