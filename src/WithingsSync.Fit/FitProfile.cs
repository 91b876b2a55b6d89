using System.Collections.Frozen;
using WithingsSync.Fit.Messages;
using WithingsSync.Fit.Writing;

namespace WithingsSync.Fit;

/// <summary>The messages this project writes, by their global numbers.</summary>
internal static class FitProfile
{
    private static readonly FrozenDictionary<int, MessageProfile> Messages = new MessageProfile[]
    {
        FileIdMessage.Profile, UserProfileMessage.Profile, DeviceInfoMessage.Profile,
        WeightScaleMessage.Profile, FileCreatorMessage.Profile, BloodPressureMessage.Profile,
    }.ToFrozenDictionary(profile => (int)profile.Number);

    public static MessageProfile? Find(int number) => Messages.GetValueOrDefault(number);
}
