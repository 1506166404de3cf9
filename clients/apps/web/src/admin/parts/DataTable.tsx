import { Bone, Button, Empty, Loading, Trouble, useToast } from '@bdcommerce/ui';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useLocation } from '@tanstack/react-router';
import { type KeyboardEvent, type ReactNode, useState } from 'react';
import { useSpeech } from '../speech.ts';
import { Link, type Search, useBack, useGo, useSearch } from '../way.tsx';
import { csv, saveFile } from './files.ts';
import { type Filter, Filters } from './Filters.tsx';
import { filtersOf } from './views.ts';

export interface Column<R> {
  name: string;
  label: string;
  /** As a file says it. */
  value: (row: R) => string;
  /** As the page shows it, where that is more than the words. */
  cell?: (row: R) => ReactNode;
  /** Numbers stand at the end of their column. */
  end?: boolean;
}

export interface Rows<R> {
  items: readonly R[];
  next_cursor?: string | null;
}

type FileFormat = 'csv' | 'xlsx';

interface Props<R> {
  /** Names the table: in the cache, for saved views, and its files. */
  name: string;
  columns: readonly Column<R>[];
  filters?: readonly Filter[];
  /** One page: what stands in the address narrows it, its cursor says where it begins. */
  load: (search: Search, signal: AbortSignal) => Promise<Rows<R>>;
  idOf: (row: R) => string;
  hrefOf?: (row: R) => string;
  /** All rows as a file, where the API makes one; else the rows of this page are. */
  file?: (search: Search, format: FileFormat) => Promise<Blob>;
  empty?: string;
}

const move = (table: HTMLElement, key: string): boolean => {
  const links = [...table.querySelectorAll<HTMLElement>('[data-row]')];
  const at = links.indexOf(document.activeElement as HTMLElement);
  const to = { ArrowDown: at + 1, ArrowUp: Math.max(at - 1, 0), Home: 0, End: links.length - 1 }[key];
  if (to === undefined || !links[to]) return false;
  links[to].focus();
  return true;
};

function Cells<R>({ row, columns, href }: { row: R; columns: readonly Column<R>[]; href: string | undefined }) {
  return (
    <>
      {columns.map((column, n) => {
        const shown = column.cell ? column.cell(row) : column.value(row) || '–';
        return (
          <td key={column.name} data-label={column.label} className={column.end ? 'end' : ''}>
            {n === 0 && href ? (
              <Link to={href} className="row-link" data-row>
                {shown}
              </Link>
            ) : (
              shown
            )}
          </td>
        );
      })}
    </>
  );
}

interface ShownProps<R> extends Pick<Props<R>, 'columns' | 'idOf' | 'hrefOf'> {
  rows: readonly R[];
  label: string;
  busy: boolean;
}

function Shown<R>({ rows, columns, idOf, hrefOf, label, busy }: ShownProps<R>) {
  const walk = (event: KeyboardEvent<HTMLElement>) => {
    if (move(event.currentTarget, event.key)) event.preventDefault();
  };
  return (
    <table className="desk-table" aria-label={label} aria-busy={busy} onKeyDown={walk}>
      <thead>
        <tr>
          {columns.map((column) => (
            <th key={column.name} scope="col" className={column.end ? 'end' : ''}>
              {column.label}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={idOf(row)}>
            <Cells row={row} columns={columns} href={hrefOf?.(row)} />
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** A table of which nothing came yet keeps its place. */
function Bones() {
  return (
    <Loading>
      <div className="grid gap-2 py-2">
        {[1, 2, 3, 4, 5, 6].map((n) => (
          <Bone key={n} className="h-11" />
        ))}
      </div>
    </Loading>
  );
}

function Paging({ next, search }: { next: string | null | undefined; search: Search }) {
  const { t } = useSpeech();
  const go = useGo();
  const back = useBack();
  const paged = useLocation({ select: (location) => Boolean((location.state as { paged?: boolean }).paged) });
  const cursor = search['cursor'] ?? '';
  if (!next && !cursor) return null;
  const start = () => void go({ to: '.', search: { ...search, cursor: '' } });
  return (
    <nav className="flex justify-end gap-2" aria-label={t('table.pages')}>
      {cursor ? (
        <Button small look="quiet" onClick={paged ? back : start}>
          {paged ? t('table.previous') : t('table.start')}
        </Button>
      ) : null}
      <Button
        small
        look="quiet"
        disabled={!next}
        onClick={() => void go({ to: '.', search: { ...search, cursor: next ?? '' }, state: { paged: true } })}
      >
        {t('table.next')}
      </Button>
    </nav>
  );
}

function Files<R>({ props, rows, search }: { props: Props<R>; rows: readonly R[]; search: Search }) {
  const { t } = useSpeech();
  const say = useToast();
  const [busy, setBusy] = useState(false);
  const { file, columns, name } = props;
  const whole = async (format: FileFormat) => {
    setBusy(true);
    try {
      if (file) saveFile(await file(search, format), `${name}.${format}`);
    } catch {
      say(t('kind.trouble'));
    }
    setBusy(false);
  };
  const page = () => {
    const head = columns.map((column) => column.label);
    const body = rows.map((row) => columns.map((column) => column.value(row)));
    saveFile(new Blob([csv(head, body)], { type: 'text/csv' }), `${name}.csv`);
  };
  if (!file) {
    return (
      <Button small look="bare" className="mx-0" disabled={rows.length === 0} onClick={page}>
        {t('table.filePage')}
      </Button>
    );
  }
  return (['csv', 'xlsx'] as const).map((format) => (
    <Button key={format} small look="bare" className="mx-0" busy={busy} onClick={() => void whole(format)}>
      {t('table.file', { format: format.toUpperCase() })}
    </Button>
  ));
}

/** A table whose pages the server keeps: filters and place stand in the address, so that back, reload and a link to a
 * colleague show the same. Arrow keys walk over its rows, Enter opens one. */
export function DataTable<R>(props: Props<R>) {
  const { t } = useSpeech();
  const { name, columns, filters = [], load, idOf, hrefOf, empty } = props;
  const search = useSearch();
  const go = useGo();
  const narrowed = filtersOf(
    search,
    filters.map((each) => each.name),
  );
  const asked: Search = { ...narrowed, ...(search['cursor'] ? { cursor: search['cursor'] } : {}) };
  const found = useQuery({
    queryKey: ['table', name, asked],
    queryFn: ({ signal }) => load(asked, signal),
    placeholderData: keepPreviousData,
    staleTime: 10_000,
  });
  const rows = found.data?.items ?? [];
  const clear = () => void go({ to: '.', search: search['tab'] ? { tab: search['tab'] } : {} });
  return (
    <div className="grid gap-3">
      <Filters table={name} filters={filters} search={search}>
        <Files props={props} rows={rows} search={narrowed} />
      </Filters>
      {found.isError ? <Trouble error={found.error} again={() => void found.refetch()} /> : null}
      {found.isPending ? <Bones /> : null}
      {found.data && rows.length > 0 ? (
        <Shown
          rows={rows}
          columns={columns}
          idOf={idOf}
          {...(hrefOf ? { hrefOf } : {})}
          label={name}
          busy={found.isFetching}
        />
      ) : null}
      {found.data && rows.length === 0 ? (
        <Empty title={empty ?? t('table.empty')} text={Object.keys(asked).length ? t('table.nothing') : ''}>
          {Object.keys(asked).length ? (
            <Button look="quiet" onClick={clear}>
              {t('table.clear')}
            </Button>
          ) : null}
        </Empty>
      ) : null}
      <Paging next={found.data?.next_cursor} search={search} />
    </div>
  );
}
