import { Bone, Button, Choices, TextField, Trouble, useToast } from '@bdcommerce/ui';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { session } from '../api.ts';
import { Confirm } from '../parts/Confirm.tsx';
import { MoreOf } from '../parts/Page.tsx';
import { addStaff, removeStaff, type Role, type Staff, staff } from '../queries/settings.ts';
import { useSpeech } from '../speech.ts';

const ROLES: readonly Role[] = ['packer', 'manager', 'owner'];
const LEAST_LOGIN = 3;

function AddSheet({ onClose }: { onClose: () => void }) {
  const { t } = useSpeech();
  const queries = useQueryClient();
  const say = useToast();
  const [login, setLogin] = useState('');
  const [role, setRole] = useState<Role>('packer');
  const [tried, setTried] = useState(false);
  const ok = login.trim().length >= LEAST_LOGIN;
  const doing = useMutation({
    mutationFn: () => addStaff(login.trim(), role),
    onSuccess: ({ name }) => {
      void queries.invalidateQueries({ queryKey: ['staff'] });
      say(t('settings.added', { name: name || login }));
      onClose();
    },
  });
  return (
    <Confirm
      title={t('settings.addTitle')}
      text={t('settings.addText')}
      act={t('settings.add')}
      busy={doing.isPending}
      error={doing.error}
      onAct={() => (ok ? doing.mutate() : setTried(true))}
      onClose={onClose}
    >
      <TextField
        label={t('settings.login')}
        wrong={tried && !ok ? t('settings.loginWrong') : undefined}
        autoComplete="off"
        value={login}
        onChange={setLogin}
      />
      <Choices
        legend={t('settings.roleOf')}
        name="role"
        value={role}
        choices={ROLES.map((value) => ({
          value,
          label: t(`settings.role.${value}`),
          note: t(`settings.roleNote.${value}`),
        }))}
        onChange={setRole}
      />
    </Confirm>
  );
}

function RemoveSheet({ of, onClose }: { of: Staff; onClose: () => void }) {
  const { t } = useSpeech();
  const queries = useQueryClient();
  const say = useToast();
  const doing = useMutation({
    mutationFn: () => removeStaff(of.id),
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: ['staff'] });
      say(t('settings.removed', { name: of.name }));
      onClose();
    },
  });
  return (
    <Confirm
      title={t('settings.removeTitle', { name: of.name })}
      text={t('settings.removeText')}
      act={t('remove')}
      danger
      busy={doing.isPending}
      error={doing.error}
      onAct={() => doing.mutate()}
      onClose={onClose}
    />
  );
}

function Row({ of, onRemove }: { of: Staff; onRemove: (() => void) | undefined }) {
  const { t, date } = useSpeech();
  return (
    <li className="flex items-center justify-between gap-4 border-b border-line py-3 last:border-0">
      <span className="min-w-0">
        <span className="block font-medium">{of.name}</span>
        <span className="block text-note text-soft">
          {`${t(`settings.role.${of.role}`)} · ${t('settings.since', { day: date(of.since) })}`}
        </span>
      </span>
      {onRemove ? (
        <Button
          look="bare"
          small
          className="mx-0 text-danger"
          aria-label={t('settings.remove', { name: of.name })}
          onClick={onRemove}
        >
          {t('remove')}
        </Button>
      ) : null}
    </li>
  );
}

/** Who works for the vendor, and as what. */
export function StaffPart() {
  const { t } = useSpeech();
  const found = useInfiniteQuery(staff);
  const [adding, add] = useState(false);
  const [leaving, leave] = useState<Staff>();
  const rows = found.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <section className="panel grid gap-3" aria-labelledby="staff">
      <div className="flex items-center justify-between gap-4">
        <h2 id="staff" className="text-lead">
          {t('settings.staff')}
        </h2>
        <Button look="quiet" small onClick={() => add(true)}>
          {t('settings.add')}
        </Button>
      </div>
      {found.isPending ? <Bone className="h-32 rounded-medium" /> : null}
      {found.isError ? <Trouble error={found.error} again={() => void found.refetch()} /> : null}
      <ul>
        {rows.map((each) => (
          <Row key={each.id} of={each} onRemove={each.user_id === session.user?.id ? undefined : () => leave(each)} />
        ))}
      </ul>
      {found.data && rows.length <= 1 ? <p className="text-note text-soft">{t('settings.noStaff')}</p> : null}
      <MoreOf of={found} />
      {adding ? <AddSheet onClose={() => add(false)} /> : null}
      {leaving ? <RemoveSheet of={leaving} onClose={() => leave(undefined)} /> : null}
    </section>
  );
}
