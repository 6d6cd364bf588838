/** One thing that SendGrid has against a request. */
export interface Problem {
  readonly message: string;
  readonly field: string | null;
  readonly help: string | null;
}

/** https://www.twilio.com/docs/sendgrid/api-reference/how-to-use-the-sendgrid-v3-api/errors */
export function problem(message: string, field: string | null = null): Problem {
  return { message, field, help: field === null ? null : `${help}#message.${field.replace(/\.\d+/g, "")}` };
}

const help = "http://sendgrid.com/docs/API_Reference/Web_API_v3/Mail/errors.html";
