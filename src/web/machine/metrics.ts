// Numbers for Prometheus, on a port of their own: requests by route, what is owed, and the process itself.

import express, { type Express, type RequestHandler } from 'express'
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'

export interface Metrics {
  /** Times every request; routes are named by their pattern, never by their address. */
  watch: RequestHandler
  /** Serves `/metrics` and nothing else. */
  app: Express
}

/** Opens the numbers of one process; `owed` counts debts over all institutions. */
export function openMetrics(owed: () => Promise<{ due: number; stuck: number }>): Metrics {
  const register = new Registry()
  const registers = [register]
  collectDefaultMetrics({ register })
  const seconds = new Histogram({
    name: 'stint_http_request_seconds',
    help: 'Time to answer a request',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers,
  })
  new Gauge({
    name: 'stint_debts',
    help: 'Scores and mails that are owed, or stuck until a person looks',
    labelNames: ['state'],
    registers,
    async collect() {
      for (const [state, count] of Object.entries(await owed())) this.set({ state }, count)
    },
  })
  return { watch: watching(seconds), app: metricsApp(register) }
}

function watching(seconds: Histogram<'method' | 'route' | 'status'>): RequestHandler {
  return (req, res, next) => {
    const stop = seconds.startTimer({ method: req.method })
    res.on('finish', () => {
      const path: unknown = req.route?.path
      stop({ route: typeof path === 'string' ? path : 'none', status: res.statusCode })
    })
    next()
  }
}

function metricsApp(register: Registry): Express {
  const app = express()
  app.disable('x-powered-by')
  app.get('/metrics', async (_req, res) => {
    res.set('Content-Type', register.contentType).send(await register.metrics())
  })
  return app
}
