import { Link, useSearch } from '../way.tsx';

interface Props {
  of: readonly { name: string; label: string }[];
  at: string;
  label: string;
}

/** Which part of a desk is shown; it stands in the address. */
export function Tabs({ of, at, label }: Props) {
  return (
    <nav className="desk-tabs" aria-label={label}>
      {of.map((each) => (
        <TabLink key={each.name} name={each.name} label={each.label} now={each.name === at} />
      ))}
    </nav>
  );
}

function TabLink({ name, label, now }: { name: string; label: string; now: boolean }) {
  return (
    <Link to="." search={{ tab: name }} className={now ? 'now' : ''}>
      {label}
    </Link>
  );
}

/** The tab of the address, or the first one. */
export const useTab = <T extends string>(tabs: readonly [T, ...T[]]): T => {
  const wanted = useSearch()['tab'];
  return tabs.find((each) => each === wanted) ?? tabs[0];
};
