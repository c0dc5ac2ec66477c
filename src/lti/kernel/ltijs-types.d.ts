// The narrow part of ltijs 5.9.9 that the kernel uses (lti.md 1.10: its published types describe another version).

declare module 'ltijs' {
  import type { KeyObject } from 'node:crypto'
  import type { IncomingMessage, ServerResponse } from 'node:http'

  interface Plugin {
    setup(): Promise<boolean>
    Close(): Promise<boolean>
    Get(key: unknown, collection: string, query: Record<string, unknown>): Promise<object[] | false>
    Insert(): Promise<boolean>
    Replace(): Promise<boolean>
    Modify(): Promise<boolean>
    Delete(): Promise<boolean>
  }

  interface Response extends ServerResponse {
    locals: { err?: { details?: { message?: string } } }
  }

  type Handler = (request: IncomingMessage, response: Response) => Promise<void>

  export const Provider: {
    app(request: IncomingMessage, response: ServerResponse, out: (error?: unknown) => void): void
    setup(
      key: KeyObject,
      database: { plugin: Plugin },
      options: { ltiaas: true; cors: false; tokenMaxAge: false },
    ): void
    onConnect(handler: (token: unknown, request: IncomingMessage) => Promise<void>): void
    onDeepLinking(handler: (token: unknown, request: IncomingMessage) => Promise<void>): void
    onInvalidToken(handler: Handler): void
  }
}
