/** A mail that was kept on this machine because there is no way to send it. */
export interface KeptMail {
  readonly deliveryId: string;
  readonly at: Date;
  /** As its adapter wrote it. */
  readonly body: string;
}
