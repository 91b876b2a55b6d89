using WithingsSync.Fit;
using WithingsSync.Testing.Fit;
using Xunit;

namespace WithingsSync.Tests.Fit;

public sealed class FitReaderTests
{
    // weight_scale with time stamp and weight, little endian, local 0; then data.
    private const string Definition = "40 00 00 1e00 02 fd0486 000284";
    private const string Data = "00 e8900644 6f1d";

    [Theory]
    [InlineData(12, false)]
    [InlineData(14, false)]
    [InlineData(14, true)]
    public void Headers_of_12_and_14_bytes_with_and_without_a_checksum_are_read(int size, bool checksum)
    {
        var file = Assert.Single(FitReader.Read(RawFit.File(Definition + Data, size, checksum)));

        Assert.Equal(new(size, 0x10, 108, file.Header.DataSize, checksum), file.Header);
        Assert.Equal(75.35m, Assert.Single(file.Messages).Value("weight"));
    }

    [Fact]
    public async Task Chained_files_are_read_one_after_the_other()
    {
        byte[] chain = [.. RawFit.File(Definition + Data), .. RawFit.File("", 12), .. RawFit.File(Definition + Data + Data)];

        Assert.Equal([1, 0, 2], FitReader.Read(chain).Select(file => file.Messages.Count));
        await OfficialFitDecoder.AssertAgreesAsync(chain);
    }

    [Fact]
    public async Task Big_endian_definitions_are_read()
    {
        var bytes = RawFit.File("40 00 01 001e 02 fd0486 000284  00 440690e8 1d6f");

        var message = Assert.Single(FitReader.Read(bytes)[0].Messages);

        Assert.Equal(75.35m, message.Value("weight"));
        Assert.Equal(new DateTimeOffset(2026, 3, 1, 6, 30, 0, TimeSpan.Zero), message.Timestamp);
        await OfficialFitDecoder.AssertAgreesAsync(bytes);
    }

    [Fact]
    public async Task A_definition_holds_until_its_local_number_is_defined_anew()
    {
        var bytes = RawFit.File(Definition + Data + "40 00 00 3300 01 000284  00 7900" + "41 00 00 1e00 01 000284  01 6f1d 00 7800");

        Assert.Equal(["weight_scale", "blood_pressure", "weight_scale", "blood_pressure"], FitReader.Read(bytes)[0].Messages.Select(message => message.Name));
        await OfficialFitDecoder.AssertAgreesAsync(bytes);
    }

    [Fact]
    public async Task Arrays_texts_and_every_base_type_are_read()
    {
        // An unknown message 0xFF00 with sint8, uint8[3], sint16, sint32, string, float32, float64, uint8z, uint16z, uint32z, byte[2], sint64, uint64, uint64z.
        var bytes = RawFit.File(
            "40 00 00 00ff 0e 000101 010302 020283 030485 040507 050488 060889 07010a 08028b 09048c 0a020d 0b088e 0c088f 0d0890"
            + "00 fe 01ff03 feff feffffff 41c3a90078 0000c03f 000000000000f8bf 05 0600 07000000 ff01 feffffffffffffff feffffffffffffff 0900000000000000");

        var message = Assert.Single(FitReader.Read(bytes)[0].Messages);

        Assert.Null(message.Name);
        Assert.Equal([-2m, 1m, -2m, -2m], new[] { 0, 1, 2, 3 }.Select(number => message.Field(number)!.Value.Number()!.Value));
        Assert.Equal([1m, null, 3m], Enumerable.Range(0, 3).Select(index => message.Field(1)!.Value.Number(index)));
        Assert.Null(message.Field(1)!.Value.Number(3));
        Assert.Equal("Aé", message.Field(4)!.Value.Text());
        Assert.Equal([1.5, -1.5], new[] { 5, 6 }.Select(number => message.Field(number)!.Value.Real()!.Value));
        Assert.Equal([5m, 6m, 7m, 255m, -2m, 18446744073709551614m, 9m], Enumerable.Range(7, 7).Select(number => message.Field(number)!.Value.Type == BaseType.Byte ? 255m : message.Field(number)!.Value.Number()!.Value));
        await OfficialFitDecoder.AssertAgreesAsync(bytes);
    }

    [Fact]
    public void An_unknown_base_type_and_a_size_that_is_no_multiple_stay_raw()
    {
        // Field 0 of base type 0x1F, three bytes; field 1 of uint16 with three bytes.
        var message = Assert.Single(FitReader.Read(RawFit.File("40 00 00 1e00 02 00031f 010384  00 010203 040506"))[0].Messages);

        Assert.Equal([1, 2, 3], message.Field(0)!.Value.Bytes.ToArray());
        Assert.Equal([4, 5, 6], message.Field(1)!.Value.Bytes.ToArray());
        Assert.All(message.Fields, field => Assert.True(field is { Count: 0, IsInvalid: false } && field.Number() is null && field.Real() is null && field.Text() is null));
    }

    [Fact]
    public void Compressed_time_stamps_count_on_from_the_last_full_one_through_rounds_of_32_seconds()
    {
        // Local 1 has no time stamp of its own; the last five bits of 0x440690e8 are 8.
        var bytes = RawFit.File(Definition + Data + "41 00 00 1e00 01 000284" + "A8 0100  AA 0200  A2 0300  A2 0400  A1 0500");

        var times = FitReader.Read(bytes)[0].Messages.Select(message => message.Seconds - 0x440690e8u);

        Assert.Equal([0u, 0u, 2u, 26u, 26u, 57u], times);
    }

    [Fact]
    public void A_time_since_power_on_is_no_instant() =>
        Assert.Null(FitReader.Read(RawFit.File(Definition + "00 10000000 6f1d"))[0].Messages[0].Timestamp);

    [Fact]
    public async Task Developer_fields_are_read_by_their_description_and_stay_raw_without_one()
    {
        // developer_data_id (207) for developer 0, field_description (206): field 5 is uint16 "doughnuts" in "eaten"; then weight_scale with fields 5 and 6 of developer 0.
        var bytes = RawFit.File(
            "40 00 00 cf00 01 030102  00 00"
            + "41 00 00 ce00 05 000102 010102 020102 030a07 080607  01 00 05 84 646f7567686e75747300 656174656e00"
            + "62 00 00 1e00 01 000284 02 050200 060100  02 6f1d 0700 2a");

        var message = FitReader.Read(bytes)[0].Messages[2];

        Assert.Equal(75.35m, message.Value("weight"));
        var fields = message.DeveloperFields.ToList();
        Assert.Equal(("doughnuts", "eaten", 7m), (fields[0].Name, fields[0].Units, fields[0].Field.Number()));
        Assert.Equal((null, 0x2a), (fields[1].Name, fields[1].Field.Bytes.Span[0]));
        await OfficialFitDecoder.AssertAgreesAsync(bytes);
    }

    [Theory]
    [InlineData("00 e8900644 6f1d", "not defined")]
    [InlineData("40 00 02 1e00 00", "byte order")]
    [InlineData("40 00 00 1e00 05 fd0486", "cut short")]
    [InlineData("40 00 00 1e00 01 000284 00 6f", "cut short")]
    [InlineData("41 00 00 1e00 01 000284 a8 0100", "compressed time stamp")]
    public void A_record_that_breaks_the_protocol_is_told(string records, string trouble) =>
        Assert.Contains(trouble, Assert.Throws<FitFormatException>(() => FitReader.Read(RawFit.File(records))).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData(0, 13, "No FIT header")]
    [InlineData(8, 'x', ".FIT")]
    [InlineData(2, 99, "header's checksum")]
    [InlineData(20, 99, "file's checksum")]
    public void A_damaged_frame_is_told(int offset, byte value, string trouble)
    {
        var bytes = RawFit.File(Definition + Data);
        bytes[offset] = value;

        Assert.Contains(trouble, Assert.Throws<FitFormatException>(() => FitReader.Read(bytes)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_cut_short_anywhere_is_told_with_the_place()
    {
        var bytes = RawFit.File(Definition + Data);

        for (var length = 0; length < bytes.Length; length++)
        {
            Assert.InRange(Assert.Throws<FitFormatException>(() => FitReader.Read(bytes.AsMemory(0, length))).Offset, 0, length);
        }
    }
}
