import type { BodyView, ExchangeView } from '../../../server/api/contract.ts';
import { bytes } from '../format/number.ts';
import { Untrusted } from '../parts/Untrusted.tsx';
import styles from './Exchange.module.css';
import { LongText } from './LongText.tsx';

export function RequestShown({ request }: { readonly request: ExchangeView['request'] }) {
  return (
    <details className={styles.request}>
      <summary>
        Request: {request.headers.length} headers, {bodyWords(request.body)}
      </summary>
      <dl>
        {request.headers.map(([name, value], i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: header lines repeat and keep their order
          <div key={i}>
            <dt>
              <Untrusted text={name} />
            </dt>
            <dd>
              <Untrusted text={value} />
            </dd>
          </div>
        ))}
      </dl>
      {request.body.kind === 'text' && (
        <pre className={styles.raw}>
          <LongText text={request.body.text} layout limit={4000} />
        </pre>
      )}
    </details>
  );
}

export function bodyWords(body: BodyView): string {
  if (body.kind === 'empty') return 'no body';
  const size = `${bytes(body.length)} of ${body.kind === 'cut' ? 'body, too large to keep' : body.mediaType || 'body'}`;
  return body.kind === 'text' ? size : `${size}, sha256 ${body.sha256}`;
}
