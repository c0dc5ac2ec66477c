// The protocol kernel's seam: whoever verifies a launch token stands behind this one method.

export interface RsaPublicJwk {
  kty: 'RSA'
  kid: string
  n: string
  e: string
}

export interface ToVerify {
  idToken: string
  issuer: string
  clientId: string
  /** The platform's key with the token's kid, already found within our limits. */
  key: RsaPublicJwk
}

export interface Kernel {
  /** The claims of a token whose signature and LTI claims hold; rejects for any other. */
  verify(token: ToVerify): Promise<unknown>
}
