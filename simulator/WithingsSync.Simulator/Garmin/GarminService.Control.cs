namespace WithingsSync.Simulator.Garmin;

/// <content>What can be done to it while it runs.</content>
public sealed partial class GarminService
{
    /// <exception cref="ArgumentException">There is such an account already.</exception>
    public GarminAccount AddAccount(string username, string password)
    {
        lock (_world.Gate)
        {
            if (Find(username) is not null)
            {
                throw new ArgumentException($"{username} has an account already.", nameof(username));
            }

            var account = NewAccount(username, password);
            State.Accounts.Add(account);
            Save();
            return account;
        }
    }

    /// <summary>The code that was sent last, or for an authenticator app the one of now; <see langword="null"/> when none was sent.</summary>
    public string? CodeOf(string username)
    {
        lock (_world.Gate)
        {
            return Sessions.CodeOf(Known(username));
        }
    }

    public int CodesSentTo(string username)
    {
        lock (_world.Gate)
        {
            return Sessions.CountOf(Known(username).Username);
        }
    }

    /// <summary>A ticket as a person copies it out of a browser (section 1.6): good once, for a minute, for this service.</summary>
    public string IssueTicket(string username, string service = "https://mobile.integration.garmin.com/gcm/android")
    {
        lock (_world.Gate)
        {
            return Tickets.Issue(Known(username).Username, service);
        }
    }

    /// <summary>Oldest measurement first.</summary>
    public IReadOnlyList<GarminWeighIn> WeighInsOf(string username)
    {
        lock (_world.Gate)
        {
            Settle();
            return [.. State.WeighInsOf(Known(username).Username).OrderBy(w => w.TimestampGmt).ThenBy(w => w.SamplePk)];
        }
    }

    /// <summary>Oldest measurement first.</summary>
    public IReadOnlyList<GarminBloodPressure> BloodPressuresOf(string username)
    {
        lock (_world.Gate)
        {
            Settle();
            return [.. State.BloodPressuresOf(Known(username).Username).OrderBy(b => b.TimestampGmt).ThenBy(b => b.Version)];
        }
    }

    /// <summary>A weigh-in typed in by hand, or brought by another tool.</summary>
    public GarminWeighIn AddWeighIn(string username, DateTimeOffset at, double grams, double? bodyFat = null, double? bmi = null, string sourceType = "MANUAL")
    {
        lock (_world.Gate)
        {
            var weighIn = new GarminWeighIn(NextKey(), at.ToUniversalTime(), grams) { BodyFat = bodyFat, Bmi = bmi, SourceType = sourceType };
            State.WeighInsOf(Known(username).Username).Add(weighIn);
            Save();
            return weighIn;
        }
    }

    /// <summary>A blood pressure typed in by hand, or brought by another tool.</summary>
    public GarminBloodPressure AddBloodPressure(string username, DateTimeOffset at, int systolic, int diastolic, int? pulse = null, string sourceType = "MANUAL", string? notes = null)
    {
        lock (_world.Gate)
        {
            var account = Known(username);
            var pressure = new GarminBloodPressure(NextKey(), at.ToUniversalTime(), account.LocalOf(at), systolic, diastolic) { Pulse = pulse, SourceType = sourceType, Notes = notes };
            State.BloodPressuresOf(account.Username).Add(pressure);
            Save();
            return pressure;
        }
    }

    /// <exception cref="KeyNotFoundException">There is none with this key.</exception>
    public void DeleteWeighIn(string username, long samplePk)
    {
        lock (_world.Gate)
        {
            Drop(State.WeighInsOf(Known(username).Username), w => w.SamplePk == samplePk, $"weigh-in {samplePk}");
        }
    }

    /// <exception cref="KeyNotFoundException">There is none with this key.</exception>
    public void DeleteBloodPressure(string username, long version)
    {
        lock (_world.Gate)
        {
            Drop(State.BloodPressuresOf(Known(username).Username), b => b.Version == version, $"blood pressure {version}");
        }
    }

    /// <summary>All readings of an account are gone, and no file is remembered.</summary>
    public void Wipe(string username)
    {
        lock (_world.Gate)
        {
            var account = Known(username);
            State.WeighIns.Remove(account.Username);
            State.BloodPressures.Remove(account.Username);
            _pending.RemoveAll(p => p.Account == account);
            Save();
        }
    }

    /// <summary>Every access token given out so far is dead; refresh tokens are not.</summary>
    public void ExpireAccessTokens(string? username = null) => Forget(State.AccessTokens, username);

    /// <summary>Every refresh token given out so far is dead; access tokens are not.</summary>
    public void RevokeRefreshTokens(string? username = null) => Forget(State.RefreshTokens, username);

    /// <summary>From now on the sign-in answers 429, and every further try begins <paramref name="penalty"/> anew.</summary>
    /// <param name="username">Whose.</param>
    /// <param name="penalty">Counted from the last try, on the simulator's clock.</param>
    /// <param name="clientId">Which bucket: an SSO client id, or <c>widget</c>.</param>
    public void LimitLogins(string username, TimeSpan penalty, string clientId = "GCM_IOS_DARK")
    {
        lock (_world.Gate)
        {
            Penalties.Begin(clientId, username, penalty);
        }
    }

    /// <summary>Until when the sign-in answers 429 as things stand; <see langword="null"/> when it does not.</summary>
    public DateTimeOffset? LoginsLimitedUntil(string username, string clientId = "GCM_IOS_DARK")
    {
        lock (_world.Gate)
        {
            return Penalties.EndOf(clientId, username);
        }
    }

    public void EndLimits()
    {
        lock (_world.Gate)
        {
            Penalties.Clear();
        }
    }

    private void Forget(List<GarminToken> tokens, string? username)
    {
        lock (_world.Gate)
        {
            var known = username is null ? null : Known(username).Username;
            tokens.RemoveAll(t => known is null || t.Username == known);
            Save();
        }
    }

    private void Drop<T>(List<T> list, Predicate<T> which, string name)
    {
        if (list.RemoveAll(which) == 0)
        {
            throw new KeyNotFoundException($"There is no {name}.");
        }

        Save();
    }

    internal GarminAccount Known(string username) => Find(username) ?? throw new KeyNotFoundException($"There is no account {username}.");
}
